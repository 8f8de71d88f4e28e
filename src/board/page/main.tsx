import { render } from '../../look/Look'
import { Dashboard } from './Dashboard'

render(<Dashboard />)

import { render } from '../../look/Look'
import { PipelinePage } from './PipelinePage'

render(<PipelinePage />)

import { describeOraclePath } from './__helpers__/oracle-path'

describeOraclePath(20)

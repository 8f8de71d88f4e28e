#!/usr/bin/env node
// In this order: the first one must run before anything that an old Node cannot read.
import './cli/check-node'
import './cli/program'

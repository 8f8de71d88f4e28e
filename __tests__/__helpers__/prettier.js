/**
 * Prettier as Jest can load it: its usual entry loads ES modules by dynamic import, which Jest runs only as an experiment.
 * The same code, with the plugins that TypeScript takes.
 */
const standalone = require('prettier/standalone')
const plugins = [require('prettier/plugins/estree'), require('prettier/plugins/typescript')]

module.exports = { format: (code, options) => standalone.format(code, { ...options, plugins }) }

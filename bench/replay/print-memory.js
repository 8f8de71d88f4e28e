/** Preloaded into the measured process: says at its end how large it was. */
process.on('exit', () => {
  process.stderr.write(`\nlargest resident size: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`)
})

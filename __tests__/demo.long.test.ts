import { eventually, runCommand, startProduct, temporaryFolder, verifyRunning } from './__helpers__/product'

it('the demo fills the board that runs on the data folder, sums its events up, and ends with both links', async () => {
  const data = await temporaryFolder()
  const product = await startProduct(data.folder)
  try {
    const { code, stdout, stderr } = await runCommand('demo', '--data', data.folder)
    const [, count] = /(\d+) calls were accepted\. The board has them in a moment\./.exec(stdout) ?? []
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`page       ${product.pipelineUrl}/?key=${product.adminKey}`)
    expect(stdout).toContain(`dashboard  ${product.boardUrl}/?key=${product.adminKey}`)
    await eventually(async () => ((await product.events()).length >= Number(count) ? true : undefined), 120_000)
    expect(Number(count)).toBeGreaterThan(1_000)
    expect(await verifyRunning(product.boardUrl, product.adminKey)).toEqual({ count: 0, differences: [] })
    expect(product.output().split('\n').length).toBeLessThan(Number(count) / 4)
  } finally {
    await product.stop()
    await data.remove()
  }
}, 240_000)

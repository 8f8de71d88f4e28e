import { GroupCommit } from '../group-commit'

describe('GroupCommit', () => {
  it('commits what arrives together together, and gives each its result', async () => {
    const groups: number[][] = []
    const commits = new GroupCommit<number, number>(async (items) => {
      groups.push(items)
      return items.map((item) => item * 2)
    }, 3)
    expect(await Promise.all([1, 2, 3, 4].map((item) => commits.add(item)))).toEqual([2, 4, 6, 8])
    expect(groups).toEqual([[1, 2, 3], [4]])
    expect(await commits.add(5)).toBe(10)
  })

  it('keeps a group of several within its weight', async () => {
    const groups: number[][] = []
    const commit = async (items: number[]) => {
      groups.push(items)
      return items
    }
    const commits = new GroupCommit<number, number>(commit, 64, (item) => item / 10)
    await Promise.all([4, 5, 3, 12, 1].map((item) => commits.add(item)))
    expect(groups).toEqual([[4, 5], [3], [12], [1]])
  })

  it('begins the next group where all that is left of the last is to wait, and settles with the last of them', async () => {
    const groups: number[][] = []
    const ends: (() => void)[] = []
    const commits = new GroupCommit<number, number>(async (items, next) => {
      groups.push(items)
      next()
      await new Promise<void>((resolve) => ends.push(resolve))
      return items
    }, 2)
    const added = Promise.all([1, 2, 3].map((item) => commits.add(item)))
    while (groups.length < 2) await new Promise(setImmediate)
    expect(groups).toEqual([[1, 2], [3]])
    let isSettled = false
    const settled = commits.settled().then(() => (isSettled = true))
    ends[1]()
    await new Promise(setImmediate)
    expect(isSettled).toBe(false)
    ends[0]()
    await settled
    expect(await added).toEqual([1, 2, 3])
  })

  it('does not ask a database that is away once for each', async () => {
    let asked = 0
    const commits = new GroupCommit<number, number>(async () => {
      asked++
      throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
    })
    const results = await Promise.allSettled([1, 2, 3].map((item) => commits.add(item)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(asked).toBe(1)
  })

  it('lets nobody fail for another', async () => {
    const commits = new GroupCommit<number, number>(async (items) => {
      if (items.includes(2)) throw new Error('bad item')
      return items
    })
    const results = await Promise.allSettled([1, 2, 3].map((item) => commits.add(item)))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})

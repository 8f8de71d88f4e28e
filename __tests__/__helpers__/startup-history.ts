/**
 * The first quarter of 2024 of a start-up with two users. Ada signs up and pays in January, gets a part back in February
 * and pays in euros in March; Bob signs up and pays in January and cancels in February; someone just looks around.
 */
export function startupHistory(): object[] {
  const visits = [
    visit('v1', '2024-01-04T10:00:00Z', { anonymous_id: 'ada-laptop' }),
    visit('v2', '2024-01-05T08:00:00Z', { anonymous_id: 'ada-laptop' }),
    visit('v3', '2024-02-20T10:00:00Z', { anonymous_id: 'passer-by' })
  ]
  const ada = [
    {
      id: 'a1',
      type: 'login',
      timestamp: '2024-01-05T08:55:00Z',
      user_id: 'ada',
      anonymous_id: 'ada-laptop',
      attributes: {
        plan: 'pro',
        email: 'ada@example.com',
        name: 'Ada Lovelace',
        big_spenders: true,
        churn_risk: false,
        company: { name: 'Analytical Engines' },
        website: 'https://example.com/ada'
      }
    },
    { id: 'a2', type: 'signup', timestamp: '2024-01-05T09:00:00Z', user_id: 'ada' },
    money('a3', 'payment', '2024-01-05T09:05:00Z', 'ada', 100),
    money('a4', 'refund', '2024-02-12T09:00:00Z', 'ada', 20.5),
    money('a5', 'payment', '2024-03-05T09:05:00Z', 'ada', 9.99, 'EUR'),
    {
      id: 'a6',
      type: 'group',
      timestamp: '2024-01-06T09:00:00Z',
      user_id: 'ada',
      group_id: 'acme',
      attributes: { seats: 12 }
    },
    { id: 'a7', type: 'alias', timestamp: '2024-01-07T09:00:00Z', user_id: 'ada', previous_id: 'ada-before' }
  ]
  const bob = [
    { id: 'b1', type: 'login', timestamp: '2024-01-10T08:00:00Z', user_id: 'bob', attributes: { name: 'Bob Babbage' } },
    { id: 'b2', type: 'signup', timestamp: '2024-01-10T09:00:00Z', user_id: 'bob' },
    money('b3', 'payment', '2024-01-10T09:05:00Z', 'bob', 50),
    { id: 'b4', type: 'cancel', timestamp: '2024-02-10T09:00:00Z', user_id: 'bob' }
  ]
  return [...visits, ...ada, ...bob]
}

/** So many people, one a day from 2022 on, of whom nothing is known but an id: "reader-1", "reader-2" and so on. */
export function readers(count: number): object[] {
  const start = Date.parse('2022-01-01T00:00:00Z')
  return Array.from({ length: count }, (_, index) => ({
    id: `reader-${index + 1}`,
    type: 'visit',
    channel: 'web',
    timestamp: new Date(start + index * 86_400_000).toISOString(),
    anonymous_id: `reader-${index + 1}`
  }))
}

/** So many custom events of a user, a minute apart, oldest first: "Step 1", "Step 2" and so on. */
export function steps(userId: string, count: number): object[] {
  const start = Date.parse('2024-03-10T00:00:00Z')
  return Array.from({ length: count }, (_, index) => ({
    id: `${userId}-step-${index + 1}`,
    type: 'event',
    name: `Step ${index + 1}`,
    timestamp: new Date(start + index * 60_000).toISOString(),
    user_id: userId,
    properties: { number: index + 1 }
  }))
}

function visit(id: string, timestamp: string, who: object): object {
  return { id, type: 'visit', channel: 'web', path: '/pricing', timestamp, ...who }
}

function money(id: string, type: string, timestamp: string, user_id: string, amount: number, currency = 'USD'): object {
  return { id, type, timestamp, user_id, amount, currency }
}

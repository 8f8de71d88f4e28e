import type { Call } from './call'
import { caller } from './call'
import { drawCustomer } from './customer'
import type { Customer } from './customer'
import type { Dice } from './random'

const DAY = 24 * 60 * 60 * 1000
const MONTH = 30 * DAY
const TRIAL = 14 * DAY
const SITE = 'https://www.example.com'
const PAGES = ['/', '/pricing', '/features', '/blog/churn', '/docs', '/about']
const ACTIONS = ['Report Opened', 'Project Created', 'Invite Sent', 'Export Downloaded']

/** What brings people here, as Segment's SDK reads it from an address with UTM parameters; a part of them comes by itself. */
export const CAMPAIGNS = [
  { source: 'google', medium: 'cpc', name: 'brand' },
  { source: 'google', medium: 'cpc', name: 'churn' },
  { source: 'newsletter', medium: 'email', name: 'monthly' },
  { source: 'producthunt', medium: 'referral', name: 'launch' }
]

/** Percent of the trials that begin to pay, and of the months that end in a cancellation or a refund. */
const CONVERSION = 55
const CHURN = 6
const REFUNDS = 3
const RETURNS = 15

/** What a visitor does who never signs up. */
export function visitorCalls(dice: Dice, number: number, day: number): Call[] {
  const call = caller(`visitor-${number}`, `device-visitor-${number}`)
  const start = day + dice.between(0, DAY - 1)
  const calls = Array.from({ length: dice.between(1, 4) }, (_, index) => visit(call, dice, start + index * 90_000))
  return brought(calls, number)
}

/** What a customer does from the first visit on, until `end`. */
export function customerCalls(dice: Dice, number: number, day: number, end: number): Call[] {
  const customer = drawCustomer(dice, number)
  const visiting = caller(`${customer.id}-before`, customer.device)
  const call = caller(customer.id, customer.device, customer.id)
  const signup = day + dice.between(8 * 60, 20 * 60) * 60_000
  const calls = [
    visit(visiting, dice, signup - dice.between(1, 3) * DAY),
    visit(visiting, dice, signup - 300_000),
    call('track', signup, { event: 'signup', properties: { plan: customer.plan } }),
    login(call, customer, signup + 1_000)
  ]
  if (customer.company) {
    const { id, name } = customer.company
    calls.push(call('group', signup + 60_000, { groupId: id, traits: { name, plan: customer.plan } }))
  }
  if (dice.chance(8)) calls.push(call('alias', signup + 120_000, { previousId: customer.email }))
  const paid = dice.chance(CONVERSION)
  calls.push(...use(call, dice, customer, signup, paid ? TRIAL : dice.between(1, TRIAL / DAY) * DAY))
  if (paid) {
    calls.push(...subscription(call, dice, customer, signup + TRIAL, end))
  } else if (dice.chance(40)) {
    calls.push(call('track', signup + TRIAL, { event: 'cancel', properties: { reason: 'trial ended' } }))
  }
  return brought(calls, number).filter(({ timestamp }) => Date.parse(timestamp) < end)
}

/** The first call names the campaign. */
function brought([first, ...calls]: Call[], number: number): Call[] {
  const campaign = CAMPAIGNS.at(number % (CAMPAIGNS.length + 1))
  return [campaign ? { ...first, context: { campaign } } : first, ...calls]
}

type Caller = ReturnType<typeof caller>

/** Month after month of payments and use, until a cancellation; some come back. */
function subscription(call: Caller, dice: Dice, customer: Customer, first: number, end: number): Call[] {
  const calls: Call[] = []
  for (let month = first; month < end; month += MONTH) {
    calls.push(money(call, 'Payment Made', customer, month, customer.monthly))
    if (dice.chance(REFUNDS)) {
      calls.push(money(call, 'Refund Received', customer, month + 2 * DAY, customer.monthly))
    }
    calls.push(...use(call, dice, customer, month, MONTH))
    if (dice.chance(10)) calls.push(audience(call, month + DAY, dice.chance(70)))
    if (dice.chance(CHURN)) {
      calls.push(call('track', month + 20 * DAY, { event: 'cancel', properties: { plan: customer.plan } }))
      if (!dice.chance(RETURNS)) return calls
      month += MONTH
    }
  }
  return calls
}

function use(call: Caller, dice: Dice, customer: Customer, start: number, length: number): Call[] {
  const sessions = Math.ceil((dice.between(3, 7) * length) / MONTH)
  return Array.from({ length: sessions }, () => start + dice.between(0, length - 1)).flatMap((time) => [
    login(call, customer, time),
    dice.chance(25) ? screen(call, dice, time + 5_000) : visit(call, dice, time + 5_000),
    ...Array.from({ length: dice.between(0, 2) }, (_, index) =>
      call('track', time + 60_000 * (index + 1), {
        event: dice.pick(ACTIONS),
        properties: { items: dice.between(1, 20) }
      })
    )
  ])
}

function visit(call: Caller, dice: Dice, time: number): Call {
  const path = dice.pick(PAGES)
  return call('page', time, { name: path.slice(1) || 'home', properties: { path, url: SITE + path } })
}

function screen(call: Caller, dice: Dice, time: number): Call {
  return call('screen', time, { name: dice.pick(['Home', 'Reports', 'Settings']) })
}

function login(call: Caller, { firstName, lastName, email, plan }: Customer, time: number): Call {
  return call('identify', time, { traits: { firstName, lastName, email, plan } })
}

function money(call: Caller, event: string, { currency }: Customer, time: number, revenue: string): Call {
  return call('track', time, { event, properties: { revenue, currency } })
}

/** As Engage syncs an audience: an identify that is no login. */
function audience(call: Caller, time: number, member: boolean): Call {
  return call('identify', time, {
    traits: { power_users: member },
    context: { personas: { computation_class: 'audience', computation_key: 'power_users', namespace: 'default' } }
  })
}

import type { Dice } from './random'

const FIRST_NAMES =
  'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy John Katherine Ken Leslie Margaret Niklaus Radia Shafi Sophie Tim Yukihiro'
const LAST_NAMES =
  'Allen Backus Berners Dijkstra Engelbart Hamilton Hopper Johnson Kay Knuth Lamarr Lamport Liskov Lovelace Perlman Ritchie Shannon Thompson Turing Wilson'
const COMPANIES =
  'Acorn Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Larch Maple Oak Pine Rowan Spruce Tulip Willow Yew Zelkova'
const PLANS = [
  { name: 'starter', monthly: '19.00' },
  { name: 'starter', monthly: '19.00' },
  { name: 'team', monthly: '49.00' },
  { name: 'business', monthly: '129.00' }
] as const

/** Somebody who will sign up: who they are and what they will pay for. */
export interface Customer {
  id: string
  device: string
  firstName: string
  lastName: string
  email: string
  company?: { id: string; name: string }
  plan: string
  /** A decimal, in `currency`. */
  monthly: string
  currency: 'USD' | 'EUR'
}

export function drawCustomer(dice: Dice, number: number): Customer {
  const firstName = dice.pick(FIRST_NAMES.split(' '))
  const lastName = dice.pick(LAST_NAMES.split(' '))
  const company = dice.chance(40) ? dice.pick(COMPANIES.split(' ')) : undefined
  const plan = dice.pick(PLANS)
  return {
    id: `user-${String(number).padStart(4, '0')}`,
    device: `device-${String(number).padStart(4, '0')}`,
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${number}@example.com`.toLowerCase(),
    company: company ? { id: company.toLowerCase(), name: `${company} Ltd` } : undefined,
    plan: plan.name,
    monthly: plan.monthly,
    currency: dice.chance(80) ? 'USD' : 'EUR'
  }
}

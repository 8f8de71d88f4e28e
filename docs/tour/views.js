'use strict'

/** The views of the tour: `name` of the picture, `part` and address `at` it, what one does there to `prepare` it, and what it `says`. */
exports.VIEWS = [
  {
    name: 'overview',
    part: 'board',
    at: '/',
    title: 'Overview',
    says: 'The figures of a period, each beside the same part of the one before. A month that is still running is dashed.'
  },
  {
    name: 'users',
    part: 'board',
    at: '/users?sort=earnings',
    title: 'Users',
    says: 'Everybody, by what they earned, by status or by name.'
  },
  {
    name: 'user',
    part: 'board',
    at: '/users?sort=earnings',
    prepare: async (page) => {
      await page.locator('main tbody a').first().click()
      await page.waitForURL(/users\/person/)
    },
    title: 'A user',
    says: 'Attributes, ids, earnings, and the timeline of everything that a person did.'
  },
  {
    name: 'audiences',
    part: 'board',
    at: '/audiences',
    title: 'Audiences',
    says: 'Who is in each audience, how many of them are active, and what they earned. Every number opens the people behind it.'
  },
  {
    name: 'funnel',
    part: 'board',
    at: '/funnel',
    title: 'Funnel',
    says: 'Of those who first came in a period, how many signed up since, how many of these paid, and how long it took.'
  },
  {
    name: 'cohorts',
    part: 'board',
    at: '/cohorts',
    title: 'Cohorts',
    says: 'The people who signed up in a month, and the months after it: who stayed, what they earned, when they paid back.'
  },
  {
    name: 'campaigns',
    part: 'board',
    at: '/campaigns',
    title: 'Campaigns',
    says: 'Signups, their cost and their earnings by the first campaign that brought them.'
  },
  {
    name: 'events',
    part: 'board',
    at: '/events',
    title: 'Events',
    says: 'What has just come in, by kind, while it comes.'
  },
  {
    name: 'deliveries',
    part: 'pipeline',
    at: '/deliveries',
    title: 'Deliveries',
    says: 'What became of every event: delivered, filtered, being tried again, or discarded with its reason.'
  },
  {
    name: 'event',
    part: 'pipeline',
    at: '/deliveries',
    prepare: async (page) => {
      await page.locator('main a[href*="/deliveries/"]').first().click()
      await page.waitForURL(/deliveries\/./)
    },
    title: 'An event',
    says: 'Why an event is or is not on the board, with what came in and what was sent.'
  },
  {
    name: 'mapping',
    part: 'pipeline',
    at: '/mappings',
    prepare: async (page) => {
      await page.getByRole('link', { name: 'Payment Made' }).first().click()
      await page.waitForURL(/mappings\/./)
    },
    title: 'A mapping',
    says: 'What each field takes from the event, with the request that a sample event would make.'
  },
  {
    name: 'tester',
    part: 'pipeline',
    at: '/tester',
    title: 'Event tester',
    says: 'Tries an event before it is sent.'
  }
]

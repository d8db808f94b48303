import { expect, test } from 'vitest'
import { addressOf, createPageQueue, pathOfQuery } from '../../../../src/site/export/page-queue.js'
import { fileOf, rootedLinks, type StaticSite, staticLinks } from '../../../../src/site/export/static-links.js'

const site = (parts: Partial<StaticSite> = {}): StaticSite => ({
  baseUrl: 'https://files.example/panel',
  liveUrl: 'https://panel.example',
  assetName: (name) => name.replace('.', '.0123.'),
  isWritten: createPageQueue({ hasAddresses: true, cards: 'none' }).has,
  pathOfQuery,
  ...parts,
})

test('a page is the index of its folder, a file is itself', () => {
  expect(['/', '/tools/x', '/tools/x/badge.svg', '/feed.xml'].map(fileOf)).toEqual([
    'index.html',
    'tools/x/index.html',
    'tools/x/badge.svg',
    'feed.xml',
  ])
})

test.each([
  ['/', '/tools/x', './tools/x/'],
  ['/', '/', './'],
  ['/', '/#tools', './#tools'],
  ['/tools/x', '/', '../../'],
  ['/tools/x', '/tools/y#badge', '../../tools/y/#badge'],
  ['/tools/x', '/tools/x/badge.svg', '../../tools/x/badge.svg'],
  ['/personas', '/feed.xml', '../feed.xml'],
  ['/page/2', '/?page=3', '../../page/3/'],
  ['/page/2', '/?page=1', '../../'],
  ['/feed.xml', '/tools/x', './tools/x/'],
])('from %s to %s: %s', (from, to, href) => {
  expect(staticLinks(site(), from).to(to)).toBe(href)
})

test('what depends on the reader leads to the running site, or with none to the first page', () => {
  const paths = ['/vote/x', '/weekly/subscribe', '/compare?a=x&b=y', '/?q=open', '/?sort=name', '/records/rec_1/bundle']
  expect(paths.map(staticLinks(site(), '/tools/x').to)).toEqual(paths.map((path) => `https://panel.example${path}`))
  expect(new Set(paths.map(staticLinks(site({ liveUrl: null }), '/tools/x').to))).toEqual(new Set(['../../']))
})

test('absolute addresses are those of the files, for what is written alone', () => {
  const links = staticLinks(site(), '/tools/x')
  expect(links.absolute('/tools/x')).toBe('https://files.example/panel/tools/x/')
  expect(links.absolute('/')).toBe('https://files.example/panel/')
  expect(links.absolute('/tools/x/card.png')).toBeNull()
  expect(staticLinks(site({ baseUrl: null }), '/').absolute('/')).toBeNull()
})

test('files of the site are under their hashed names', () => {
  expect(staticLinks(site(), '/tools/x').asset('site.css')).toBe('../../assets/site.0123.css')
})

test('a page shown for any address has links from the root', () => {
  const links = rootedLinks(site())
  expect([links.to('/'), links.to('/tools/x'), links.asset('site.css')]).toEqual([
    '/panel/',
    '/panel/tools/x/',
    '/panel/assets/site.0123.css',
  ])
  expect(rootedLinks(site({ baseUrl: null })).to('/tools/x')).toBe('/tools/x/')
})

test('a page that is linked to is written, once; cards as chosen, feeds with an address alone', () => {
  const queue = createPageQueue({ hasAddresses: false, cards: 'tools' })
  expect(['/a', '/a', '/tools/x/card.png', '/card.png'].map(queue.has)).toEqual([true, true, true, true])
  expect(['/compare/x-vs-y/card.png', '/feed.xml', '/sitemap.xml', '/vote/x'].map(queue.has)).toEqual([false, false, false, false])
  expect(queue.take()).toEqual(['/a', '/tools/x/card.png', '/card.png'])
  expect(queue.take()).toEqual([])
})

test('a later page of the list is asked for with its query', () => {
  expect(addressOf('/page/3')).toEqual({ path: '/', query: { q: '', category: null, sort: 'newest', page: 3 } })
  expect(addressOf('/tools/x').path).toBe('/tools/x')
})

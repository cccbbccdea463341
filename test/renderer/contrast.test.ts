import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { categories } from '../../renderer/gallery/goods.ts'

/* Contrast by WCAG 2.2, computed from the one file that names the colours. */

const tokens = readFileSync(join(import.meta.dirname, '../../renderer/style/tokens.css'), 'utf8')
const modes = ['light', 'dark'] as const
type Mode = (typeof modes)[number]

/** Where somebody trains the accent is another one, over the same grounds. */
const trainingTokens = tokens.slice(tokens.indexOf('[data-training]'))

function hexOf(name: string, mode: Mode, from = tokens): string {
  const pair = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(from)
  if (pair) return (mode === 'light' ? pair[1] : pair[2]) as string
  const [, single] = new RegExp(`--color-${name}: (#[0-9a-f]{6});`).exec(from) ?? []
  if (single === undefined) throw new Error(`no colour ${name}`)
  return single
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

function luminance(rgb: readonly number[]): number {
  const [r, g, b] = rgb.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Text on its grounds, with the least contrast it needs. */
const pairs: readonly (readonly [text: string, grounds: readonly string[], least: number])[] = [
  ['ink', ['counter', 'paper', 'raised', 'tint', 'warn-tint', 'stop-tint', 'good-tint', 'limit-tint'], 7],
  // The sum to pay, the change, the primary action.
  ['accent', ['paper', 'raised'], 7],
  ['on-accent', ['accent', 'accent-pressed'], 7],
  ['soft', ['counter', 'paper', 'raised', 'sunk', 'tint', 'limit-tint'], 4.5],
  ['accent', ['tint', 'counter'], 4.5],
  ['on-tint', ['tint', 'sunk'], 4.5],
  ['good', ['paper', 'raised', 'good-tint', 'tint', 'counter'], 4.5],
  ['warn', ['paper', 'raised', 'warn-tint', 'counter'], 4.5],
  ['stop', ['paper', 'raised', 'stop-tint', 'counter'], 4.5],
  ['calm', ['paper', 'raised', 'tint', 'calm-tint'], 4.5],
  // The band of a verification is read from two metres.
  ['paper', ['good', 'calm', 'warn', 'stop'], 7],
  ['limit', ['paper', 'raised', 'limit-tint'], 4.5],
  ['on-brand', ['brand'], 7],
  ['brand-soft', ['brand'], 4.5],
  ['brand', ['on-brand', 'brand-soft'], 4.5],
  ['on-bronze', ['bronze'], 4.5],
  ['on-silver', ['silver'], 4.5],
  ['on-gold', ['gold'], 4.5],
  ['on-platinum', ['platinum'], 4.5],
  ['on-black', ['black'], 4.5],
]

const cases = pairs.flatMap(([text, grounds, least]) =>
  grounds.flatMap((ground) => modes.map((mode) => [text, ground, mode, least] as const)),
)

test.each(cases)('[UI60] %s on %s (%s) has at least %f:1', (text, ground, mode, least) => {
  expect(contrast(channels(hexOf(text, mode)), channels(hexOf(ground, mode)))).toBeGreaterThanOrEqual(least)
})

const trainingAccent = [
  ...['accent', 'accent-pressed', 'on-accent', 'tint', 'on-tint'],
  ...['brand', 'on-brand', 'brand-soft'],
]
const trainingHex = (name: string, mode: Mode) =>
  hexOf(name, mode, trainingAccent.includes(name) ? trainingTokens : tokens)

test.each(cases)('[TN13] in training %s on %s (%s) has at least %f:1', (text, ground, mode, least) => {
  const reached = contrast(channels(trainingHex(text, mode)), channels(trainingHex(ground, mode)))
  expect(reached).toBeGreaterThanOrEqual(least)
})

test.each(modes)('[TN13] the accent of training is another one, in the %s', (mode) => {
  for (const name of ['accent', 'tint', 'brand']) expect(trainingHex(name, mode)).not.toBe(hexOf(name, mode))
})

test.each(modes)('[UI61] a price stays readable on the tile of any category, in the %s', (mode) => {
  const share = 0.13
  const css = readFileSync(join(import.meta.dirname, '../../renderer/style/app.css'), 'utf8')
  expect(css).toContain(`var(--category) ${share * 100}%, var(--color-raised)`)
  for (const color of [
    ...categories.map((category) => category.color),
    '#000000',
    '#ffffff',
    '#ffff00',
    '#0000ff',
  ]) {
    const raised = channels(hexOf('raised', mode))
    const ground = channels(color).map(
      (channel, at) => channel * share + (raised[at] as number) * (1 - share),
    )
    expect(contrast(channels(hexOf('ink', mode)), ground)).toBeGreaterThanOrEqual(7)
    expect(contrast(channels(hexOf('soft', mode)), ground)).toBeGreaterThanOrEqual(4.5)
  }
})

test('[UI62] focus is a ring of 3 px and motion ends where it is not wanted', () => {
  const css = readFileSync(join(import.meta.dirname, '../../renderer/style/app.css'), 'utf8')
  expect(css).toMatch(/:focus-visible \{\s*outline: 3px solid/)
  const reduced = css.slice(css.indexOf('prefers-reduced-motion'))
  for (const [, name] of tokens.matchAll(/--animate-(\w+):/g))
    expect(reduced).toContain(`--animate-${name}: none`)
})

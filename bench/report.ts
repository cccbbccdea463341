import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BudgetName } from './budgets.ts'
import { budgets, isKept } from './budgets.ts'
import type { Figure, Measured } from './figure.ts'
import type { Machine } from './machine.ts'
import type { Sizes } from './sizes.ts'

/** A figure that could not be measured counts as missed. */
export interface Failure {
  readonly name: BudgetName
  readonly why: string
}

export interface Report {
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string>>
  readonly sizes: Sizes
  readonly figures: readonly Figure[]
  readonly failures: readonly Failure[]
}

/** The figures as a table for people: one line each, in the order of the budgets. */
export function tableOf(report: Report): string {
  const head = ['figure', 'value', 'unit', 'ours', 'floor or peer', 'budget', '']
  const rows = report.figures.map((figure) => [
    figure.name,
    shown(figure.value),
    budgets[figure.name].unit,
    shownMeasured(figure.ours),
    shownMeasured(figure.floor ?? figure.peer ?? null),
    shownBudget(figure.name),
    isKept(figure.name, figure.value) ? 'ok' : 'MISSED',
  ])
  const failed = report.failures.map(({ name, why }) => [
    name,
    '-',
    budgets[name].unit,
    why,
    '',
    shownBudget(name),
    'MISSED',
  ])
  const all = [head, ...rows, ...failed]
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Machine, versions and sizes, a line each. */
export function circumstancesOf({ machine, versions, sizes }: Report): string {
  const { platform, kernel, processor, cores, memoryBytes } = machine
  const gigabytes = (memoryBytes / 1e9).toFixed(1)
  const { name, ...counts } = sizes
  const listed = (all: object) =>
    Object.entries(all)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')
  return [
    `machine   ${platform}, Linux ${kernel}, ${cores} × ${processor}, ${gigabytes} GB`,
    `versions  ${listed(versions)}`,
    `sizes     ${name}: ${listed(counts)}`,
    ...(sizes.membersLarge === 1_000_000
      ? []
      : [`note      1m in a name stands for ${sizes.membersLarge} members`]),
  ].join('\n')
}

/** Writes the report as JSON, whole or not at all. */
export function writeReport(folder: string, report: Report): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'latest.json')
  const figures = report.figures.map((figure) => ({
    name: figure.name,
    value: figure.value,
    unit: budgets[figure.name].unit,
    floor: figure.floor,
    ...(figure.peer ? { peer: figure.peer } : {}),
    ours: figure.ours,
    ...(figure.besides ? { besides: figure.besides } : {}),
    budget: { goal: budgets[figure.name].goal, limit: budgets[figure.name].limit },
    kept: isKept(figure.name, figure.value),
  }))
  const half = `${file}.half`
  writeFileSync(half, `${JSON.stringify({ ...report, figures }, null, 2)}\n`)
  renameSync(half, file)
  return file
}

function shownMeasured(measured: Measured | null): string {
  return measured ? `${measured.what} ${shown(measured.value)} ${measured.unit} (${measured.samples})` : ''
}

function shownBudget(name: BudgetName): string {
  const { goal, limit } = budgets[name]
  return `${goal === 'at_most' ? '≤' : '≥'} ${limit}`
}

/** Four figures that count. */
function shown(value: number): string {
  if (value >= 1_000) return Math.round(value).toString()
  return value.toPrecision(4)
}

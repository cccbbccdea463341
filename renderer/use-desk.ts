import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { assert } from '../domain/assert.ts'
import type { Language, LocalText } from '../domain/text.ts'
import type { Acts } from './acts/acts.ts'
import type { Desk } from './acts/desk.ts'
import type { WallClock } from './clock.ts'
import type { Format } from './format.ts'
import type { Entry } from './store/entry.ts'
import type { Finder } from './store/finder.ts'
import type { Mirror } from './store/mirror.ts'
import type { Progress } from './store/progress.ts'
import { wordsOf } from './text/i18n.ts'
import type { Words } from './text/zh.ts'

/** What every component may reach: stores to read, acts to call. */
export interface Workplace {
  readonly desk: Desk
  readonly acts: Acts
  readonly clock: WallClock
}

export const WorkplaceContext = createContext<Workplace | null>(null)

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext)
  assert(workplace, 'a workplace around every component')
  return workplace
}

export function useActs(): Acts {
  return useWorkplace().acts
}

export function useMirror<T>(select: (mirror: Mirror) => T): T {
  return useStore(useWorkplace().desk.mirror, select)
}

export function useEntry<T>(select: (entry: Entry) => T): T {
  return useStore(useWorkplace().desk.entry, select)
}

export function useProgress<T>(select: (progress: Progress) => T): T {
  return useStore(useWorkplace().desk.progress, select)
}

export function useFinder<T>(select: (finder: Finder) => T): T {
  return useStore(useWorkplace().desk.finder, select)
}

export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh'
}

export function useWords(): Words {
  return wordsOf[useLanguage()]
}

/** A name the chain gave in both languages, in the one shown. */
export function useLocal(): (text: LocalText) => string {
  const language = useLanguage()
  return (text) => text[language]
}

/** One for the whole page: to make its formatters takes longer than to draw a row. */
export const FormatContext = createContext<Format | null>(null)

export function useFormat(): Format {
  const format = useContext(FormatContext)
  assert(format, 'a format around every component')
  return format
}

import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../domain/text.ts'
import { en } from './en.ts'
import { type Words, zh } from './zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words'
    resources: { words: Words }
  }
}

/** All words of the screen, by language. */
export const wordsOf: Readonly<Record<Language, Words>> = { zh, en }

/** The translator of this page; changing its language re-renders every word at once. */
export function createI18n(language: Language): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    ns: ['words'],
    defaultNS: 'words',
    resources: { zh: { words: zh }, en: { words: en } },
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocal, useMirror } from '../use-desk.ts'
import { ClockFace } from './bar/clock-face.tsx'
import { LanguageSwitch } from './bar/language-switch.tsx'
import { SyncBadge } from './bar/sync-badge.tsx'
import { Logo } from './logo.tsx'

/** The frame of every screen before selling: who we are on the left, the one question on the right. */
export function Entrance({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const local = useLocal()
  const till = useMirror((mirror) => mirror.till)
  return (
    <div className="grid h-full grid-cols-[minmax(0,5fr)_minmax(0,7fr)] tall:grid-cols-1 tall:grid-rows-[minmax(0,1fr)_minmax(0,3fr)]">
      <aside className="relative flex flex-col justify-between overflow-hidden bg-brand p-10 text-on-brand tall:p-8">
        <Receipts />
        <div className="relative flex items-center gap-4">
          <Logo className="size-14" />
          <div>
            <p className="font-bold text-sum tracking-tight">{t('brand.name')}</p>
            <p className="text-brand-soft">{t('brand.line')}</p>
          </div>
        </div>
        <div className="relative">
          {till?.store ? <p className="font-semibold text-head">{local(till.store.name)}</p> : null}
          {till?.terminalNumber ? (
            <p className="text-brand-soft text-row">{t('bar.till', { number: till.terminalNumber })}</p>
          ) : null}
          <div className="mt-4 -ml-2 flex flex-wrap items-center gap-2">
            <ClockFace />
            <SyncBadge />
            <LanguageSwitch />
          </div>
        </div>
      </aside>
      <main className="flex min-h-0 items-center justify-center overflow-auto p-8">{children}</main>
    </div>
  )
}

/** The sign's three lines, large and quiet in the background. */
function Receipts() {
  return (
    <svg
      viewBox="0 0 320 320"
      className="absolute -right-24 bottom-10 size-[440px] opacity-[0.09]"
      aria-hidden="true"
    >
      <path
        d="M90 85h140M90 160h95M90 235h140M90 85v150"
        className="stroke-on-brand"
        strokeWidth="40"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  )
}

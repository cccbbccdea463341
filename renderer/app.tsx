import type { i18n } from 'i18next'
import { type ReactNode, StrictMode, useMemo } from 'react'
import { I18nextProvider } from 'react-i18next'
import { createFormat } from './format.ts'
import { screenOf } from './keys/primary.ts'
import { EnrolScreen } from './screens/enrol-screen.tsx'
import { ConnectingScreen, LoadingScreen } from './screens/loading-screen.tsx'
import { SaleScreen } from './screens/sale/sale-screen.tsx'
import { SignInScreen } from './screens/sign-in-screen.tsx'
import { StoppedScreen } from './screens/stopped-screen.tsx'
import { TrainingFrame } from './screens/training/training-frame.tsx'
import { VerifyScreen } from './screens/verify/verify-screen.tsx'
import {
  FormatContext,
  useEntry,
  useLanguage,
  useMirror,
  type Workplace,
  WorkplaceContext,
} from './use-desk.ts'

/** The whole page for one workplace. */
export function App(props: { readonly workplace: Workplace; readonly translator: i18n }) {
  return (
    <StrictMode>
      <I18nextProvider i18n={props.translator}>
        <WorkplaceContext value={props.workplace}>
          <Formatted>
            <Screen />
          </Formatted>
        </WorkplaceContext>
      </I18nextProvider>
    </StrictMode>
  )
}

/** Figures in the language shown and the store's time zone. */
function Formatted(props: { readonly children: ReactNode }) {
  const language = useLanguage()
  const timeZone = useMirror((mirror) => mirror.till?.store?.timeZone)
  const format = useMemo(() => createFormat(language, timeZone), [language, timeZone])
  return <FormatContext value={format}>{props.children}</FormatContext>
}

/** Selling, or verifying coupons over the whole width. */
function Counter() {
  const verifies = useEntry(
    ({ panel }) => (panel.kind === 'step_up' ? panel.ask.back : panel).kind === 'verify',
  )
  return verifies ? <VerifyScreen /> : <SaleScreen />
}

/** Everything a training till shows stands inside its mark. */
function Screen() {
  const trains = useMirror((mirror) => mirror.training !== null)
  if (!trains) return <TillScreen />
  return (
    <TrainingFrame>
      <TillScreen />
    </TrainingFrame>
  )
}

function TillScreen() {
  const screen = useMirror(screenOf)
  switch (screen) {
    case 'connecting':
      return <ConnectingScreen />
    case 'stopped':
      return <StoppedScreen />
    case 'enrol':
      return <EnrolScreen />
    case 'loading':
      return <LoadingScreen />
    case 'sign_in':
      return <SignInScreen />
    case 'sale':
      return <Counter />
  }
}

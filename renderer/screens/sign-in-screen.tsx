import { LogIn } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../keys/shortcuts.ts'
import { Button } from '../parts/button.tsx'
import { EnterTraining } from '../parts/enter-training.tsx'
import { Entrance } from '../parts/entrance.tsx'
import { Keypad } from '../parts/keypad.tsx'
import { MessageBand } from '../parts/message-band.tsx'
import { useActs, useEntry, useProgress } from '../use-desk.ts'
import { LastSaleFate } from './sale/last-sale-fate.tsx'

/** Who sells: a staff code, then a PIN, by keyboard or by touch. */
export function SignInScreen() {
  const { t } = useTranslation()
  const acts = useActs()
  const code = useEntry((entry) => entry.signInCode)
  const pin = useEntry((entry) => entry.signInPin)
  const field = useEntry((entry) => entry.signInField)
  const busy = useProgress((progress) => progress.busy)
  const message = useProgress((progress) => progress.message)
  const text = field === 'code' ? code : pin
  const asksPin = field === 'code' && pin === ''
  return (
    <Entrance>
      <div className="flex w-full max-w-md flex-col gap-3">
        <LastSaleFate />
        <h1 className="font-semibold text-sum">{t('signIn.title')}</h1>
        <div className="grid grid-cols-2 gap-3">
          <Field name="code" value={code} />
          <Field name="pin" value={pin} />
        </div>
        <div className="min-h-6">
          {message ? (
            <MessageBand message={message} />
          ) : (
            <p className="text-small text-soft">{t('signIn.hint')}</p>
          )}
        </div>
        <Keypad
          onDigit={(digit) => acts.typeSignIn(field, text + digit)}
          onErase={() => acts.typeSignIn(field, text.slice(0, -1))}
          extra={{ word: t('pay.clear'), testId: 'keypad-clear', onPress: () => acts.typeSignIn(field, '') }}
        />
        <Button
          tone="primary"
          icon={LogIn}
          cap={keyCaps.primary}
          testId="sign-in-button"
          disabled={busy || code === ''}
          className="h-[72px] text-head"
          onPress={acts.signIn}
        >
          {busy ? t('signIn.busy') : asksPin ? t('signIn.next') : t('signIn.submit')}
        </Button>
        <EnterTraining />
      </div>
    </Entrance>
  )
}

function Field({ name, value }: { readonly name: 'code' | 'pin'; readonly value: string }) {
  const { t } = useTranslation()
  const acts = useActs()
  const active = useEntry((entry) => entry.signInField === name)
  return (
    <label className="flex flex-col gap-1">
      <span className="text-small text-soft">{t(`signIn.${name}`)}</span>
      <input
        // The field being asked for has the focus, and gets it anew when the question changes.
        key={active ? 'asked' : 'other'}
        data-testid={`sign-in-${name}`}
        type={name === 'pin' ? 'password' : 'text'}
        inputMode="numeric"
        // biome-ignore lint/a11y/noAutofocus: the screen asks one question at a time
        autoFocus={active}
        autoComplete="off"
        value={value}
        onFocus={() => acts.focusSignIn(name)}
        onChange={(event) => acts.typeSignIn(name, event.target.value)}
        className={`h-16 w-full rounded-till border-2 bg-raised px-4 font-semibold text-sum tracking-widest outline-none ${active ? 'border-accent' : 'border-line'}`}
      />
    </label>
  )
}

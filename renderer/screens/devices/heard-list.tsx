import { ScanLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../parts/empty.tsx'
import type { HeardDevice } from '../../store/device-found.ts'

/** What devices sent, newest first: the text, its bytes, and what to change on the scanner. */
export function HeardList({ heard }: { readonly heard: readonly HeardDevice[] }) {
  const { t } = useTranslation()
  return (
    <section aria-label={t('devices.heard')} aria-live="polite" className="flex min-h-0 flex-col gap-2">
      <h3 className="font-semibold">{t('devices.heard')}</h3>
      {heard.length === 0 ? (
        <Empty icon={ScanLine} says={t('devices.heardNone')} todo={t('devices.heardTodo')} />
      ) : (
        <ul className="flex min-h-0 flex-col gap-2 overflow-y-auto">
          {heard.map((one) => (
            <Heard key={one.nth} heard={one} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Heard({ heard }: { readonly heard: HeardDevice }) {
  const { t } = useTranslation()
  const { advice, card, device, from, hex, text } = heard
  const isFine = advice.length === 1 && advice[0] === 'fine'
  return (
    <li
      data-testid="heard-device"
      data-from={from}
      className="rounded-till border border-line bg-raised px-3 py-2"
    >
      <span className="flex items-baseline gap-2 text-small text-soft">
        <span className="whitespace-nowrap">{t(`devices.kind.${from}`)}</span>
        <span className="min-w-0 truncate">{device}</span>
      </span>
      {card ? <span className="block font-medium">{t(`devices.card.${card}`, { hex })}</span> : null}
      {text === null ? null : (
        <bdi data-testid="heard-text" className="line-clamp-3 block select-text break-all font-semibold">
          {shown(text)}
        </bdi>
      )}
      {card || hex === '' ? null : (
        <span className="line-clamp-2 block select-text break-all font-mono text-small text-soft">
          {hex.replace(/(..)(?=.)/g, '$1 ')}
        </span>
      )}
      {advice.map((one) => (
        <span
          key={one}
          data-testid="scanner-advice"
          data-advice={one}
          className={`mt-1 block rounded-small px-2 py-1 text-small ${isFine ? 'bg-good-tint text-good' : 'bg-warn-tint text-warn'}`}
        >
          {t(`devices.advice.${one}`)}
        </span>
      ))}
    </li>
  )
}

/** Control characters as their pictures: what ends and parts a code is to be seen. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text.replace(/[\u0000-\u001f]/g, (one) => String.fromCharCode(0x2400 + one.charCodeAt(0)))
}

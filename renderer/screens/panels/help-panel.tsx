import { ScanBarcode, Volume2 } from 'lucide-react'
import { Slider } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { keyCaps, shortcutIds, trainingOnly } from '../../keys/shortcuts.ts'
import { EnterTraining } from '../../parts/enter-training.tsx'
import { Panel } from '../../parts/panel.tsx'
import { volumeMax } from '../../store/settings.ts'
import { useMirror, useWorkplace } from '../../use-desk.ts'

/** Every key there is, and how loud the till speaks. */
export function HelpPanel() {
  const { t } = useTranslation()
  const version = useMirror((mirror) => mirror.till?.appVersion ?? '')
  const trains = useMirror((mirror) => mirror.training !== null)
  return (
    <Panel title={t('help.title')} testId="help-panel" aside={<Volume />}>
      <ul className="grid grid-cols-2 gap-x-6">
        {shortcutIds
          .filter((id) => trains || !trainingOnly.has(id))
          .map((id) => (
            <li key={id} className="flex min-h-10 items-center gap-3 border-line border-b py-0.5">
              <kbd className="flex h-8 w-16 shrink-0 items-center justify-center rounded-small border border-edge bg-raised font-sans font-semibold text-small">
                {keyCaps[id]}
              </kbd>
              <span className="text-small leading-4.5">{t(`help.${id}`)}</span>
            </li>
          ))}
      </ul>
      <p className="mt-4 flex items-center gap-3 rounded-till bg-tint px-4 py-3 text-on-tint">
        <ScanBarcode aria-hidden="true" className="size-6 shrink-0" />
        {t('help.scanAnywhere')}
        <span className="mr-4 ml-auto whitespace-nowrap text-small">{t('help.version', { version })}</span>
        <EnterTraining />
      </p>
    </Panel>
  )
}

function Volume() {
  const { t } = useTranslation()
  const { desk } = useWorkplace()
  const volume = useStore(desk.settings, (settings) => settings.volume)
  return (
    <span className="flex h-12 items-center gap-3 text-small text-soft">
      <Volume2 aria-hidden="true" className="size-5" />
      {t('help.volume')}
      <Slider.Root
        data-testid="volume"
        max={volumeMax}
        step={1}
        value={[volume]}
        onValueChange={([value]) => value !== undefined && desk.settings.setState({ volume: value })}
        onValueCommit={() => desk.sounds.play('scanned')}
        className="relative flex h-12 w-36 touch-none items-center"
      >
        <Slider.Track className="relative h-2 grow rounded-round bg-sunk">
          <Slider.Range className="absolute h-full rounded-round bg-accent" />
        </Slider.Track>
        <Slider.Thumb
          aria-label={t('help.volume')}
          className="block size-7 rounded-round border-2 border-accent bg-raised"
        />
      </Slider.Root>
    </span>
  )
}

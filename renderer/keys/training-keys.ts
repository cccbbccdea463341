import { lessons } from '../../domain/training-lessons.ts'
import type { Acts } from '../acts/acts.ts'
import type { Desk } from '../acts/desk.ts'
import type { Entry } from '../store/entry.ts'
import type { Mirror } from '../store/mirror.ts'
import { screenOf } from './primary.ts'
import type { KeyMeaning } from './shortcuts.ts'

/** What lies over the till while somebody trains; `till` = nothing. */
export type CoachView = 'till' | 'lessons' | 'paper' | 'result'

export function coachViewOf({ training }: Mirror, { coach }: Pick<Entry, 'coach'>): CoachView {
  if (training === null) return 'till'
  if (training.lesson?.score) return 'result'
  return coach === 'paper' && training.paper === null ? 'till' : coach
}

/** Does what a key means in training, and the way there. Answers whether the key was meant so: then the till has no use for it. */
export function performTraining(desk: Desk, acts: Acts, meaning: KeyMeaning): boolean {
  const mirror = desk.mirror.getState()
  const entry = desk.entry.getState()
  if (mirror.training === null) return enterBy(mirror, entry, acts, meaning)
  if (meaning.kind === 'prop') {
    void acts.takeProp(meaning.place)
    return true
  }
  if (meaning.kind === 'shortcut' && meaning.id === 'training') void acts.turnCoach('lessons')
  else if (meaning.kind === 'shortcut' && meaning.id === 'leave') void acts.leaveTraining()
  else if (meaning.kind === 'shortcut' && meaning.id === 'hint') void acts.takeHint()
  else return performOver(coachViewOf(mirror, entry), acts, meaning)
  return true
}

/** From where nobody is being served: before signing in, and from the sheets that offer it. */
function enterBy(mirror: Mirror, { panel }: Entry, acts: Acts, meaning: KeyMeaning): boolean {
  if (meaning.kind === 'prop') return true
  if (meaning.kind !== 'shortcut' || meaning.id !== 'training') return false
  const screen = screenOf(mirror)
  const offers = screen === 'sale' && (panel.kind === 'help' || panel.kind === 'staff')
  if (offers || screen === 'sign_in' || screen === 'enrol') void acts.enterTraining()
  return true
}

/** Keys of what lies over the till; nothing behind it hears them. */
function performOver(view: CoachView, acts: Acts, meaning: KeyMeaning): boolean {
  if (view === 'till') return false
  const id = meaning.kind === 'shortcut' ? meaning.id : null
  if (id === 'language') return false
  if (view === 'lessons') {
    const lesson = meaning.kind === 'digit' ? lessons[Number(meaning.digit) - 1] : undefined
    if (lesson) void acts.beginLesson(lesson.lessonId)
    if (id === 'primary') void acts.beginNextLesson()
    if (id === 'back') void acts.turnCoach('lessons')
  }
  if (view === 'paper' && (id === 'back' || id === 'primary')) void acts.turnCoach('paper')
  if (view === 'result') {
    if (meaning.kind === 'digit' && meaning.digit === '0') void acts.repeatLesson()
    if (id === 'primary') void acts.beginNextLesson()
    if (id === 'back') void acts.turnCoach('lessons')
  }
  return true
}

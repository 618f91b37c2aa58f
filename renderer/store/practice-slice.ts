import type { StateCreator } from 'zustand';
import { type CauseId, isCauseId } from '../../electron/contract/cause-ids.ts';
import { drawFaults, type PracticeShape, type SurpriseSize, stepsOfShape } from './practice-pick.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** A practice site whose cause is to be read by the engineer before Airway tells it. */
export interface Exercise {
  readonly faults: readonly CauseId[];
  /** What the engineer took for the causes; null while that is to be said. */
  readonly guesses: readonly CauseId[] | null;
  /** Whether it is told how many faults there are. */
  readonly isCounted: boolean;
}

/** The exercises that were answered in this tab. */
interface PracticeScore {
  readonly exercises: number;
  /** Exercises with every cause read and none besides. */
  readonly solved: number;
  readonly faults: number;
  /** Faults that were read. */
  readonly read: number;
}

/** How surprises are drawn, for the next one. */
interface SurpriseSettings {
  readonly shape: PracticeShape;
  readonly size: SurpriseSize;
}

/** What practising holds besides the run itself. */
export interface PracticeSlice {
  readonly exercise: Exercise | null;
  readonly score: PracticeScore;
  /** Faults that surprises had in this tab. */
  readonly drawnFaults: readonly CauseId[];
  readonly surprise: SurpriseSettings;
  /** What is ticked and not yet said. */
  readonly pickedCauses: readonly CauseId[];
  pickCauses(causes: readonly CauseId[]): void;
  /** Starts a practice site with these faults; hidden, their causes are kept back until `answerExercise`. */
  practise(wanted: {
    readonly faults: readonly CauseId[];
    readonly shape: PracticeShape;
    readonly isHidden: boolean;
  }): Promise<void>;
  /** Draws faults, keeps them back and starts. Does nothing before the host has said which there are. */
  surpriseMe(settings: SurpriseSettings): Promise<void>;
  /** Says what the engineer takes for the causes; an empty list says that nothing is wrong. Counts once. */
  answerExercise(guesses: readonly CauseId[]): void;
}

const KEY = 'practice';
const NO_SCORE: PracticeScore = { exercises: 0, solved: 0, faults: 0, read: 0 };

type KeptPractice = Pick<PracticeSlice, 'exercise' | 'score' | 'drawnFaults' | 'surprise'>;

const NOTHING: KeptPractice = {
  exercise: null,
  score: NO_SCORE,
  drawnFaults: [],
  surprise: { shape: 'whole', size: 'one' },
};

/** Practising: what is kept back, what was answered, and how often it was right. It outlives a reload, and not the tab. */
export const practiceSlice =
  ({ session, random }: StoreTools): StateCreator<WizardState, [], [], PracticeSlice> =>
  (set, get) => {
    const keep = (change: Partial<KeptPractice>) => {
      set(change);
      const { exercise, score, drawnFaults, surprise } = get();
      session.set(KEY, JSON.stringify({ exercise, score, drawnFaults, surprise }));
    };
    const begin = async (exercise: Exercise | null, faults: readonly CauseId[], shape: PracticeShape) => {
      keep({ exercise });
      set({ pickedCauses: [] });
      await get().startPractice(faults, stepsOfShape(shape));
    };
    return {
      ...NOTHING,
      ...readKept(session.get(KEY)),
      pickedCauses: [],
      pickCauses: (pickedCauses) => set({ pickedCauses }),
      practise: async ({ faults, shape, isHidden }) =>
        begin(isHidden ? { faults, guesses: null, isCounted: true } : null, faults, shape),
      surpriseMe: async (settings) => {
        const { app, drawnFaults } = get();
        if (app === null) return;
        const offered = app.practiceFaults;
        const faults = drawFaults({ ...settings, offered, drawn: drawnFaults, random });
        keep({ surprise: settings, drawnFaults: [...new Set([...drawnFaults, ...faults])] });
        await begin({ faults, guesses: null, isCounted: settings.size !== 'any' }, faults, settings.shape);
      },
      answerExercise: (guesses) => {
        const { exercise, score } = get();
        if (exercise === null || exercise.guesses !== null) return;
        const read = exercise.faults.filter((fault) => guesses.includes(fault)).length;
        const isSolved = read === exercise.faults.length && guesses.length === read;
        keep({
          exercise: { ...exercise, guesses: [...guesses] },
          score: {
            exercises: score.exercises + 1,
            solved: score.solved + (isSolved ? 1 : 0),
            faults: score.faults + exercise.faults.length,
            read: score.read + read,
          },
        });
      },
    };
  };

/** Written by this same code, perhaps an older one: what has another shape by now is left. */
function readKept(text: string | null): Partial<KeptPractice> {
  if (text === null) return {};
  try {
    const { exercise = null, score, drawnFaults, surprise } = JSON.parse(text) as Partial<KeptPractice>;
    if (score === undefined || !Array.isArray(drawnFaults) || surprise === undefined) return {};
    if (exercise !== null && !exercise.faults.every(isCauseId)) return {};
    return { exercise, score: { ...NO_SCORE, ...score }, drawnFaults, surprise };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return {};
    throw error;
  }
}

/** Whether the run on the screen is the exercise: a site that is mended, and a run that is opened, are others. */
export function isExercise({ exercise, run, aim }: Pick<WizardState, 'exercise' | 'run' | 'aim'>): boolean {
  if (exercise === null) return false;
  const faults = run.run === null && aim.kind === 'practice' ? aim.faults : run.run?.practice?.faults;
  return faults?.join() === exercise.faults.join();
}

/** Whether the causes of what is on the screen are kept back: they are to be read by the engineer first. */
export const isGuessing = (state: Pick<WizardState, 'exercise' | 'run' | 'aim'>): boolean =>
  state.exercise?.guesses === null && isExercise(state);

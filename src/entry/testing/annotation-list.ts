import { ANNOTATION_LENGTH, ANNOTATIONS_PER_LEVEL, type Annotation } from "./annotation.ts";
import type { Masks } from "./masks.ts";

/** The annotations of a step. */
export interface AnnotationList {
  /** Prints it into the log, and keeps it while there is room for its level. */
  add(annotation: Annotation): void;
  all(): { readonly annotations: readonly Annotation[]; readonly annotationsDropped: number };
}

/** An empty list, with GitHub's limits; what is printed and kept is masked. */
export function createAnnotationList(masks: Masks, print: (line: string) => void): AnnotationList {
  const annotations: Annotation[] = [];
  let dropped = 0;
  return {
    add: (annotation) => {
      const message = masks.apply(annotation.message);
      print(`##[${annotation.level}]${message}`);
      const same = annotations.filter(({ level }) => level === annotation.level);
      if (same.length >= ANNOTATIONS_PER_LEVEL) dropped += 1;
      else
        annotations.push({
          ...annotation,
          ...titleOf(annotation, masks),
          message: message.slice(0, ANNOTATION_LENGTH),
        });
    },
    all: () => ({ annotations, annotationsDropped: dropped }),
  };
}

function titleOf({ title }: Annotation, masks: Masks): Pick<Annotation, "title"> {
  return title === undefined ? {} : { title: masks.apply(title) };
}

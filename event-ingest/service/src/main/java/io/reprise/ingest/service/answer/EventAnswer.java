package io.reprise.ingest.service.answer;

import io.reprise.runtime.http.Problem;

/** What the sender is told of one event. */
public sealed interface EventAnswer {

  /**
   * It is in the log.
   *
   * @param duplicate whether it was already, so that nothing was stored now
   */
  record Stored(int partition, long offset, boolean duplicate) implements EventAnswer {}

  /** It is not in the log. */
  record Rejected(Problem problem) implements EventAnswer {
    /** No id can be remembered any more, and without that nothing is stored. */
    public static final Rejected FULL =
        new Rejected(
            Problem.of(
                429,
                "ids-full",
                "Too many events in the window",
                "as many ids are remembered as dedupe.mostIds allows: send the event again when"
                    + " some have left the window"));
  }

  /** It may be in the log, or may come to be; the same event may be sent again. */
  record Unknown(Problem problem) implements EventAnswer {
    /**
     * @param cause a clause
     */
    public static Unknown because(String cause) {
      return new Unknown(
          Problem.of(
              503,
              "outcome-unknown",
              "Outcome unknown",
              "whether the event is stored is not known (%s): send it again with the same source and id, it stays single"
                  .formatted(cause)));
    }
  }
}

package io.reprise.ingest.service.http;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import java.util.List;

/**
 * A response. A status below 300 is never given when something that could be stored is not: whoever
 * looks at nothing else may believe it, but for 207, which says "look at each".
 *
 * @param body JSON
 */
public record EventResponse(int status, String contentType, byte[] body) {
  private static final String JSON = "application/json";
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int MULTI_STATUS = 207;

  /**
   * 201 for an event stored now, 200 for one that already was.
   *
   * @throws ProblemException when it is not known to be stored
   */
  public static EventResponse to(EventAnswer event) {
    if (event instanceof EventAnswer.Stored stored) {
      return new EventResponse(
          stored.duplicate() ? OK : CREATED, JSON, EventResponseWriter.one(event));
    }
    throw RefusalProblems.exception(
        event instanceof EventAnswer.Rejected rejected
            ? RefusalProblems.of(rejected.refusal())
            : RefusalProblems.outcomeUnknown(((EventAnswer.Unknown) event).cause()));
  }

  /**
   * 200 when all are stored; 207 when some are and the others are the sender's to mend; 422 when
   * none is, and all are the sender's; 429 or 503 when sending the same batch again is what helps.
   */
  public static EventResponse to(List<EventAnswer> events) {
    int worst = 0;
    boolean anyStored = false;
    for (var event : events) {
      if (event instanceof EventAnswer.Stored) {
        anyStored = true;
      } else {
        worst = Math.max(worst, status(event));
      }
    }
    if (worst == 0) {
      return new EventResponse(OK, JSON, EventResponseWriter.list(events));
    }
    if (worst == 429 || worst >= 500) {
      return problem(again(worst), events);
    }
    return anyStored
        ? new EventResponse(MULTI_STATUS, JSON, EventResponseWriter.list(events))
        : problem(noneStored(events.size()), events);
  }

  private static int status(EventAnswer event) {
    return event instanceof EventAnswer.Rejected rejected
        ? RefusalProblems.of(rejected.refusal()).status()
        : 503;
  }

  private static EventResponse problem(Problem problem, List<EventAnswer> events) {
    return new EventResponse(
        problem.status(), Problem.MEDIA_TYPE, EventResponseWriter.problem(problem, events));
  }

  private static Problem again(int status) {
    return Problem.of(
        status,
        "batch-incomplete",
        "Batch incomplete",
        "not every event is known to be stored: send the batch again, what is stored stays single");
  }

  private static Problem noneStored(int events) {
    return Problem.of(
        422,
        "batch-refused",
        "Batch refused",
        "none of the %d events can be stored: see the problem of each".formatted(events));
  }

  /** Whether the same request may do better later. */
  public boolean isRetriable() {
    return status == 429 || status == 503;
  }
}

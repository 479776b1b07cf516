package io.reprise.ingest.service.http;

import io.reprise.ingest.service.answer.EventAnswer;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import java.util.List;

/**
 * The HTTP response to a publish request. Status 200 or 201 means that every event is stored.
 * Status 207 means that some events are stored and the others cannot be stored unless the sender
 * corrects them: the body holds the result of each event.
 *
 * @param body JSON
 */
public record EventResponse(int status, String contentType, byte[] body) {
  private static final String JSON = "application/json";
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int MULTI_STATUS = 207;

  /**
   * Responds to a single event: 201 if this request stored the event, 200 if an earlier request had
   * stored it.
   *
   * @throws ProblemException if the event is refused or its outcome is unknown
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
   * Responds to a batch with one of these statuses:
   *
   * <ul>
   *   <li>200: every event is stored.
   *   <li>429 or 503: some events are not known to be stored, and sending the same batch again may
   *       succeed.
   *   <li>207: some events are stored. The sender must correct the others.
   *   <li>422: no event is stored. The sender must correct all of them.
   * </ul>
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
        "not every event is known to be stored: send the whole batch again; events that are stored already are not stored twice");
  }

  private static Problem noneStored(int events) {
    return Problem.of(
        422,
        "batch-refused",
        "Batch refused",
        "none of the %d events can be stored: see the problem of each".formatted(events));
  }

  /** Returns whether a repetition of the same request may succeed. */
  public boolean isRetriable() {
    return status == 429 || status == 503;
  }
}

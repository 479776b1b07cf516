package io.reprise.ingest.service.http;

import io.javalin.http.Context;
import io.reprise.ingest.service.limit.InFlight;
import io.reprise.ingest.service.limit.Limits;
import io.reprise.ingest.service.publish.KafkaSilenceMeter;
import io.reprise.runtime.http.HttpConfig;
import io.reprise.runtime.http.Problem;
import io.reprise.runtime.http.ProblemException;
import java.time.Duration;

/**
 * Admits requests before their bodies are read, as long as Kafka acknowledges records and the
 * limits of {@link InFlight} are not reached. Thread-safe.
 */
public final class LoadLimiter {
  private final InFlight inFlight;
  private final KafkaSilenceMeter pulse;
  private final Duration silenceLimit;
  private final long maxBodyBytes;

  public LoadLimiter(InFlight inFlight, KafkaSilenceMeter pulse, Limits limits, HttpConfig http) {
    this.inFlight = inFlight;
    this.pulse = pulse;
    this.silenceLimit = limits.silence();
    this.maxBodyBytes = http.maxBody().bytes();
  }

  /**
   * Admits a request. The caller closes the returned lease once the request is answered.
   *
   * @throws ProblemException with status 503 if Kafka has acknowledged nothing for longer than
   *     {@code limits.silence} and a record waits, whose acknowledgement will end the silence. If
   *     no record waits, the request is admitted to find out whether Kafka answers again. With
   *     status 429 if the request would exceed a limit of {@link InFlight}
   */
  InFlight.Lease enter(Context ctx) {
    if (pulse.pending() > 0 && pulse.silence().compareTo(silenceLimit) > 0) {
      throw retriable(
          Problem.of(
              503,
              "kafka-silent",
              "Kafka does not answer",
              "Kafka has acknowledged nothing for %d ms: the request was not accepted, send it again later"
                  .formatted(pulse.silence().toMillis())));
    }
    return inFlight.enter(bodyBytes(ctx)).orElseThrow(this::overloaded);
  }

  /**
   * Returns the length of the request's body. If the request does not say it, returns the greatest
   * length that a body may have.
   */
  private long bodyBytes(Context ctx) {
    long announced = ctx.req().getContentLengthLong();
    return announced < 0 ? maxBodyBytes : Math.min(announced, maxBodyBytes);
  }

  private ProblemException overloaded() {
    return retriable(
        Problem.of(
            429,
            "overloaded",
            "Overloaded",
            "%d requests with %d bytes wait for Kafka: the request was not accepted, send it again later"
                .formatted(inFlight.requests(), inFlight.bytes())));
  }

  private static ProblemException retriable(Problem problem) {
    return new ProblemException(problem).withHeader("Retry-After", "1");
  }
}

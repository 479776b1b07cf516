package io.reprise.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.runtime.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says who asked a service for what, and what became of it. No field has a token, a body or a query
 * of the request. No text is longer than 300 characters or has a control character. Immutable.
 *
 * @param v version of the format. A reader ignores fields that it does not know
 * @param at when the answer was ready
 * @param service the kind of service, such as {@code worker}
 * @param instance the name of the service's instance
 * @param principal who sent the request; null if the service could not find that out
 * @param action the action that the route needs, such as {@code operate}
 * @param topic the topic that the request acts on; null if it acts on none, or if the request was
 *     refused before that was known
 * @param target the target that the request acts on; null as for {@code topic}
 * @param method the HTTP method
 * @param path the path of the request, without its query
 * @param status the status code of the answer
 * @param from the address of the caller, or of the proxy if there is one
 */
public record ActionRecord(
    int v,
    Instant at,
    String service,
    String instance,
    @Nullable String principal,
    String action,
    @Nullable String topic,
    @Nullable String target,
    String method,
    String path,
    int status,
    Outcome outcome,
    String from) {
  /** The topic of these records. */
  public static final String TOPIC = "reprise.audit";

  /** What a service does with the topic, as the rest of a sentence that begins with its name. */
  public static final String USE =
      "writes a record of each request that may change something or is refused";

  /** What does not work if the topic cannot be written. */
  public static final String LOSS =
      "Who did what is only in the log of the service, and its status says that the records are"
          + " missing.";

  static final int VERSION = 1;

  /** What became of a request. */
  public enum Outcome {
    /**
     * The service has done what the request asks for. An answer that is streamed may still fail.
     */
    CARRIED_OUT("carried out"),
    /** The caller was allowed to send the request, but the service answered with an error. */
    NOT_CARRIED_OUT("not carried out"),
    /** The caller was not known, or lacks the permission, or sends too many requests. */
    REFUSED("refused");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    /** Returns the outcome as a log line shows it. */
    String words() {
      return words;
    }
  }

  /** Returns the key of the record: the principal, or nothing if it is unknown. */
  byte[] key() {
    return (principal == null ? "" : principal).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the record as JSON. */
  byte[] value() {
    try {
      return Json.json().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

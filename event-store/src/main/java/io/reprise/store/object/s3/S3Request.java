package io.reprise.store.object.s3;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * One HTTP request to S3 that has ended. If the client repeats a request, each attempt is a request
 * of its own. Immutable.
 *
 * @param latency time from the start of the request until the beginning of its answer, or until it
 *     failed; the time to read the body of the answer is not part of it
 * @param isRetry whether the request repeats one that failed
 * @param sentBytes size of the request's body
 * @param receivedBytes how many bytes of the answer's body were read
 */
public record S3Request(
    Kind kind,
    Outcome outcome,
    Duration latency,
    boolean isRetry,
    long sentBytes,
    long receivedBytes) {

  /** What a request does. */
  public enum Kind {
    GET,
    /** Creates an object, also the requests of an upload in parts. */
    PUT,
    LIST,
    DELETE,
    HEAD;

    static Kind of(SdkHttpRequest request) {
      if (request.method() == SdkHttpMethod.GET) {
        return request.rawQueryParameters().containsKey("list-type") ? LIST : GET;
      }
      if (request.method() == SdkHttpMethod.HEAD) {
        return HEAD;
      }
      return request.method() == SdkHttpMethod.DELETE ? DELETE : PUT;
    }

    /** Returns the name as metrics show it, in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the labels of all kinds. */
    public static List<String> labels() {
      return Arrays.stream(values()).map(Kind::label).toList();
    }
  }

  /** How a request has ended. */
  public enum Outcome {
    OK,
    /** The object or the bucket does not exist. */
    MISSING,
    /** The object exists already, or another request was creating it at the same time. */
    CONFLICT,
    /** The server asked to slow down. */
    THROTTLED,
    /** The server refused the request, for example because of a permission. */
    REFUSED,
    /** The server reported an error of its own. */
    ERROR,
    /** There was no answer. */
    UNANSWERED;

    static Outcome of(int status) {
      return switch (status) {
        case 404 -> MISSING;
        case 409, 412 -> CONFLICT;
        case 429, 503 -> THROTTLED;
        default -> status < 300 ? OK : status < 500 ? REFUSED : ERROR;
      };
    }

    /** Returns the name as metrics show it, in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the labels of all outcomes. */
    public static List<String> labels() {
      return Arrays.stream(values()).map(Outcome::label).toList();
    }
  }
}

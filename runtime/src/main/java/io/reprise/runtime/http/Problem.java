package io.reprise.runtime.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The body of an error response: a problem details object of RFC 9457. Immutable.
 *
 * @param type a URI that identifies the kind of problem, for programs
 * @param title the kind of problem in words, the same for each problem of the kind
 * @param status the HTTP status, 400 to 599
 * @param detail one sentence about this occurrence, with the value and the remedy
 * @param extensions further members for programs, by name; they are written into the same JSON
 *     object as type, title, status and detail
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonIgnore Map<String, Object> extensions) {
  /** The media type of a problem as JSON, which RFC 9457 defines. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:reprise:problem:";

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem's status is 400 to 599, not " + status);
    }
    extensions = Map.copyOf(extensions);
  }

  /**
   * Creates a problem of a kind that Reprise defines.
   *
   * @param slug last part of the type URI, such as {@code unknown-topic}
   */
  public static Problem of(int status, String slug, String title, String detail) {
    return new Problem(PREFIX + slug, title, status, detail, Map.of());
  }

  /**
   * Creates a problem for an error that only its HTTP status classifies: the type is {@code
   * about:blank}, and the title is the status's reason phrase.
   */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", Reason.phrase(status), status, detail, Map.of());
  }

  /** Returns a copy of this problem with one more extension member. */
  public Problem with(String member, Object value) {
    var more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(type, title, status, detail, more);
  }

  @JsonAnyGetter
  Map<String, Object> members() {
    return extensions;
  }

  /** Finds the reason phrase of an HTTP status, such as "Not Found" for 404. */
  private static final class Reason {
    static String phrase(int status) {
      var known = org.eclipse.jetty.http.HttpStatus.getMessage(status);
      return known == null ? "HTTP " + status : known;
    }
  }
}

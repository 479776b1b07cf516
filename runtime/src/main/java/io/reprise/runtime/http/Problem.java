package io.reprise.runtime.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What went wrong with a request, as RFC 9457 has it.
 *
 * @param type a URI that names the kind of problem for programs
 * @param title the kind in words, the same each time
 * @param status the HTTP status, 400 to 599
 * @param detail this case in one sentence: the value and the remedy
 * @param extensions further members, for programs; written beside the others
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @JsonIgnore Map<String, Object> extensions) {
  /** RFC 9457's media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String PREFIX = "urn:reprise:problem:";

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem's status is 400 to 599, not " + status);
    }
    extensions = Map.copyOf(extensions);
  }

  /**
   * A problem of Reprise's own.
   *
   * @param slug its kind, as in {@code unknown-topic}
   */
  public static Problem of(int status, String slug, String title, String detail) {
    return new Problem(PREFIX + slug, title, status, detail, Map.of());
  }

  /** A problem that its HTTP status says in full. */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", Reason.phrase(status), status, detail, Map.of());
  }

  /** This problem with one more member. */
  public Problem with(String member, Object value) {
    var more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(type, title, status, detail, more);
  }

  @JsonAnyGetter
  Map<String, Object> members() {
    return extensions;
  }

  /** Looks up the reason phrase of an HTTP status. */
  private static final class Reason {
    static String phrase(int status) {
      var known = org.eclipse.jetty.http.HttpStatus.getMessage(status);
      return known == null ? "HTTP " + status : known;
    }
  }
}

package io.reprise.runtime.http;

import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with the head of a request, before a route is looked for. What the HTTP
 * parser refuses by itself, such as two lengths, is not checked again. Stateless and thread-safe.
 */
final class RequestCheck {
  static final int MOST_HEADERS = 100;

  /**
   * Keys and names may contain an encoded slash, backslash or percent sign. All other texts that
   * two programs may read in two ways are refused, such as {@code %u002e}.
   */
  static final UriCompliance URIS =
      UriCompliance.DEFAULT.with(
          "REPRISE",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
          UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

  /** A control character of ASCII, as percent encoding writes it. */
  private static final Pattern CONTROL = Pattern.compile("%[01][0-9a-fA-F]|%7[fF]");

  private static final Pattern SEPARATOR = Pattern.compile("/|%2[fF]|%5[cC]");
  private static final Pattern DOT = Pattern.compile("%2[eE]");

  /**
   * Why a request is refused.
   *
   * @param status the HTTP status, 400 to 499
   */
  record Fault(int status, String detail) {}

  private RequestCheck() {}

  /** Returns why a request is refused; null if nothing is wrong with its head. */
  static @Nullable Fault of(Request request) {
    var headers = request.getHeaders();
    if (headers.size() > MOST_HEADERS) {
      return new Fault(
          431,
          "the request has %d headers: send at most %d".formatted(headers.size(), MOST_HEADERS));
    }
    var coding = ofTransferCoding(headers, request.getConnectionMetaData().getHttpVersion());
    if (coding != null) {
      return coding;
    }
    var encoding = headers.get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return new Fault(415, "the body is compressed: send it without Content-Encoding");
    }
    if (!hasKnownCharset(headers.getField(HttpHeader.CONTENT_TYPE))) {
      return new Fault(415, "Content-Type names a charset that is not known: send UTF-8");
    }
    return ofUri(request.getHttpURI());
  }

  /** Jetty looks the charset up as soon as a handler asks for the content type, and fails. */
  private static boolean hasKnownCharset(@Nullable HttpField contentType) {
    try {
      MimeTypes.getCharsetFromContentType(contentType);
      return true;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return false;
    }
  }

  /**
   * A transfer coding that this server does not decode, or that HTTP/1.0 does not have, may make a
   * proxy see the end of the request at another place than this server does: the rest would then be
   * read as a request that the proxy has not checked (RFC 9112, section 6.1).
   */
  private static @Nullable Fault ofTransferCoding(HttpFields headers, HttpVersion version) {
    List<String> codings = headers.getCSV(HttpHeader.TRANSFER_ENCODING, false);
    if (codings.isEmpty()) {
      return null;
    }
    if (version != HttpVersion.HTTP_1_1) {
      return new Fault(400, "only requests in HTTP/1.1 may have the header Transfer-Encoding");
    }
    return codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked")
        ? null
        : new Fault(400, "Transfer-Encoding may only be chunked");
  }

  private static @Nullable Fault ofUri(HttpURI uri) {
    var path = uri.getPath();
    if (path == null) {
      return null;
    }
    if (CONTROL.matcher(path).find()) {
      return new Fault(400, "the path contains a control character: names and keys have none");
    }
    var query = uri.getQuery();
    if (query != null && CONTROL.matcher(query).find()) {
      return new Fault(400, "the query contains a control character: names and keys have none");
    }
    return leavesItsPlace(path)
        ? new Fault(400, "the path contains . or .. between slashes: no name or key in it may")
        : null;
  }

  /**
   * Returns whether a segment of a path is {@code .} or {@code ..}, also if dots and slashes are
   * encoded. A name that became part of a path would lead to another place.
   */
  private static boolean leavesItsPlace(String path) {
    return (path.indexOf('.') >= 0 || path.indexOf('%') >= 0)
        && Arrays.stream(SEPARATOR.split(DOT.matcher(path).replaceAll(".")))
            .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
  }
}

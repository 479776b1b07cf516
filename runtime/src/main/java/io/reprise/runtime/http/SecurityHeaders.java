package io.reprise.runtime.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The headers that restrict what a browser does with an answer, and who may keep it. A service
 * shows no page, so a browser needs to load nothing, to show nothing in a frame and to guess no
 * content type. Stateless and thread-safe.
 */
final class SecurityHeaders {
  private SecurityHeaders() {}

  /**
   * Sets the headers. A route that lets others keep its answer replaces {@code Cache-Control}
   * later.
   */
  static void addTo(HttpFields.Mutable headers) {
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }
}

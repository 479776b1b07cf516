package io.reprise.runtime.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages that a person has open in a browser from using a service that only this person's
 * machine can reach. Thread-safe.
 *
 * <ul>
 *   <li>A page of another site may send a request without asking, although it cannot read the
 *       answer. Every browser then names the site in the header Origin.
 *   <li>A page may let the name of its own site lead to a loopback address (DNS rebinding). The
 *       header Host then has that name. With authentication this is harmless, because the page has
 *       no token.
 * </ul>
 */
final class BrowserProtection {
  private final HttpConfig config;
  private final boolean checksHost;

  BrowserProtection(HttpConfig config) {
    this.config = config;
    this.checksHost = config.isLoopback() && !config.authentication().isOn();
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::check);
  }

  private void check(Context ctx) {
    var host = ctx.header("Host");
    var origin = ctx.header("Origin");
    if (origin != null && !isSameSite(origin, host)) {
      throw new ProblemException(
          Problem.of(
              403,
              "foreign-origin",
              "Foreign origin",
              "a page of %s sent the request: pages of other sites may not use this service"
                  .formatted(origin)));
    }
    if (checksHost && host != null && !isKnown(name(host))) {
      throw new ProblemException(
          Problem.of(
              403,
              "unknown-host",
              "Unknown host",
              "the request is for the host %s: call the service as localhost, or add the name to http.hosts"
                  .formatted(host)));
    }
  }

  private static boolean isSameSite(String origin, @Nullable String host) {
    return host != null
        && (origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host));
  }

  private boolean isKnown(String name) {
    return HttpConfig.isLoopback(name) || config.hosts().contains(name);
  }

  /** Returns the name in a Host header, without the port, in lower case. */
  private static String name(String host) {
    return host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
  }
}

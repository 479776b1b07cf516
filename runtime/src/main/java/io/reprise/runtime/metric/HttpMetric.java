package io.reprise.runtime.metric;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;
import static io.reprise.runtime.metric.MetricDeclaration.timer;

/** The metrics of the HTTP server that every service has. */
public enum HttpMetric implements DeclaredMetric {
  REQUESTS(
      timer("http.server.requests", "HTTP requests that were answered")
          .by(
              new MetricLabel("method", "the methods that HTTP defines, and `other`"),
              new MetricLabel(
                  "route", "the service's routes, with placeholders; `none` for other paths"),
              new MetricLabel("status", "the status code of the answer"))),
  REFUSED(
      counter(
              "reprise.http.requests.refused",
              "requests that were refused because of who sends them, how much they send or their"
                  + " form, also before a route was found")
          .by(
              new MetricLabel(
                  "reason",
                  "`unauthenticated`, `forbidden`, `limit`, `too_large`, `too_slow`, `malformed`,"
                      + " `unsupported` (method, format or version)"))),
  CERTIFICATE_LEFT(
      gauge(
              "reprise.http.certificate.left",
              "time until the certificate of the service, or one of an intermediate authority in"
                  + " its file, ends; negative after its end; only with TLS")
          .in(MetricUnit.SECONDS)),
  AUDIT_LOST(
      counter(
          "reprise.audit.lost",
          "records that could not be written to the topic `reprise.audit` and were given up; the"
              + " log has their lines; only with authentication")),
  AUDIT_OMITTED(
      counter(
          "reprise.audit.omitted",
          "refused requests without a record in the topic `reprise.audit`, because their caller was"
              + " refused too often; the log has their lines; only with authentication"));

  private final MetricDeclaration declaration;

  HttpMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }
}

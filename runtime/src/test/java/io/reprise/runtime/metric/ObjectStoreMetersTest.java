package io.reprise.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStoreMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ObjectStoreMeters meters = open();

  private ObjectStoreMeters open() {
    return new ObjectStoreMeters(registry, List.of("get", "put"), List.of("ok", "error"));
  }

  @Test
  void showsEverySeriesBeforeTheFirstRequestAndNoMoreAfterIt() {
    long before = registry.scrape().lines().count();
    assertThat(registry.scrape())
        .contains(
            "reprise_store_requests_total{kind=\"get\",outcome=\"error\"} 0.0",
            "reprise_store_retries_total{kind=\"put\"} 0.0",
            "reprise_store_request_seconds_count{kind=\"put\"} 0");

    meters.ended("get", "error", Duration.ofMillis(20), true, 10, 20);

    assertThat(registry.scrape())
        .contains(
            "reprise_store_requests_total{kind=\"get\",outcome=\"error\"} 1.0",
            "reprise_store_retries_total{kind=\"get\"} 1.0",
            "reprise_store_request_seconds_count{kind=\"get\"} 1",
            "reprise_store_sent_bytes_total 10.0",
            "reprise_store_received_bytes_total 20.0");
    assertThat(registry.scrape().lines()).hasSize((int) before);
  }

  @Test
  void twoClientsOfOneServiceCountTogether() {
    var other = open();

    meters.ended("get", "ok", Duration.ofMillis(1), false, 0, 0);
    other.ended("get", "ok", Duration.ofMillis(1), false, 0, 0);

    assertThat(registry.scrape())
        .contains("reprise_store_requests_total{kind=\"get\",outcome=\"ok\"} 2.0");
  }
}

package io.reprise.runtime.metric;

import static io.reprise.runtime.metric.MetricDeclaration.counter;
import static io.reprise.runtime.metric.MetricDeclaration.gauge;

/** The metrics of the Kafka clients of a service. */
public enum KafkaClientMetric implements DeclaredMetric {
  CLIENTS(
      gauge("reprise.kafka.clients", "open Kafka clients that report metrics").by(Labels.CLIENT)),
  CONNECTIONS(gauge("reprise.kafka.connections", "open connections to brokers").by(Labels.CLIENT)),
  LATENCY(
      gauge(
              "reprise.kafka.request.latency",
              "longest request of the last 30 to 60 s; a fetch of a consumer may wait 0.5 s at the"
                  + " broker for records")
          .in(MetricUnit.SECONDS)
          .by(Labels.CLIENT)),
  THROTTLE(
      gauge(
              "reprise.kafka.throttle",
              "longest time of the last 30 to 60 s by which a broker delayed an answer because of"
                  + " a quota")
          .in(MetricUnit.SECONDS)
          .by(new MetricLabel("client", "`producer`, `consumer`"))),
  AUTHENTICATION_FAILURES(
      counter("reprise.kafka.authentication.failures", "connections that a broker refused")
          .by(Labels.CLIENT)),
  CONSUMER_LAG(
      gauge(
          "reprise.kafka.consumer.lag",
          "records by which the consumer that is furthest behind lags in one of its partitions")),
  REBALANCES(counter("reprise.kafka.consumer.rebalances", "rebalances of groups of the service")),
  FAILED_REBALANCES(
      counter("reprise.kafka.consumer.failed.rebalances", "rebalances that have failed")),
  PRODUCER_ERRORS(
      counter("reprise.kafka.producer.errors", "records that a producer could not send")),
  PRODUCER_RETRIES(counter("reprise.kafka.producer.retries", "records that a producer sent again"));

  private final MetricDeclaration declaration;

  KafkaClientMetric(MetricDeclaration declaration) {
    this.declaration = declaration;
  }

  @Override
  public MetricDeclaration declaration() {
    return declaration;
  }

  private static final class Labels {
    static final MetricLabel CLIENT = new MetricLabel("client", "`producer`, `consumer`, `admin`");
  }
}

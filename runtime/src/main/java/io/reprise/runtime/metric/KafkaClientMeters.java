package io.reprise.runtime.metric;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Sums up the metrics that the Kafka clients of this process report to JMX. The clients of one kind
 * share their series, so that the number of series does not depend on how many clients were opened.
 * A client that reports no metrics, such as one that exists for a short time only, is left out.
 *
 * <p>Thread-safe.
 */
public final class KafkaClientMeters {
  private static final String PRODUCER = "producer";
  private static final String CONSUMER = "consumer";
  private static final String ADMIN = "admin";

  private final MBeanServer beans;
  private final List<Reading> readings = new ArrayList<>();

  /** Turns the values of an attribute, by the beans that have it, into the value of a series. */
  private interface Summary {
    double of(Map<ObjectName, Double> values);
  }

  /** One series, and which attribute of which beans it is made of. */
  private static final class Reading {
    final ObjectName pattern;
    final String attribute;
    final Summary summary;
    volatile double value;

    Reading(ObjectName pattern, String attribute, Summary summary) {
      this.pattern = pattern;
      this.attribute = attribute;
      this.summary = summary;
      this.value = summary.of(Map.of());
    }
  }

  /**
   * The sum of a counter over all clients. When a client is closed, its bean disappears; what it
   * has counted until the last reading stays in the sum, because a sum that falls would look like a
   * restart of the process.
   */
  private static final class Sum implements Summary {
    private final Map<ObjectName, Double> last = new HashMap<>();
    private double sum;

    @Override
    public double of(Map<ObjectName, Double> values) {
      last.keySet().retainAll(values.keySet());
      values.forEach(
          (bean, now) -> {
            var before = last.put(bean, now);
            // A client that took the name of a closed one counts from 0 again.
            sum += before == null || now < before ? now : now - before;
          });
      return sum;
    }
  }

  /** Registers the meters of {@link KafkaClientMetric}. */
  public KafkaClientMeters(MeterRegistry registry) {
    this(registry, ManagementFactory.getPlatformMBeanServer());
  }

  KafkaClientMeters(MeterRegistry registry, MBeanServer beans) {
    this.beans = beans;
    addConnections(registry, PRODUCER, "kafka.producer:type=producer");
    addConnections(registry, CONSUMER, "kafka.consumer:type=consumer");
    addConnections(registry, ADMIN, "kafka.admin.client:type=admin-client");
    addProducers(registry, "kafka.producer:type=producer-metrics,client-id=*");
    addConsumers(registry, "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*");
    addMembers(registry, "kafka.consumer:type=consumer-coordinator-metrics,client-id=*");
  }

  private void addConnections(MeterRegistry registry, String client, String type) {
    var beans = type + "-metrics,client-id=*";
    var nodes = type + "-node-metrics,client-id=*,node-id=*";
    gauge(registry, KafkaClientMetric.CLIENTS, read(beans, "connection-count", Map::size), client);
    gauge(
        registry,
        KafkaClientMetric.CONNECTIONS,
        read(beans, "connection-count", KafkaClientMeters::sum),
        client);
    gauge(
        registry,
        KafkaClientMetric.LATENCY,
        read(nodes, "request-latency-max", KafkaClientMeters::longestSeconds),
        client);
    counter(
        registry,
        KafkaClientMetric.AUTHENTICATION_FAILURES,
        read(beans, "failed-authentication-total", new Sum()),
        client);
  }

  private void addProducers(MeterRegistry registry, String beans) {
    gauge(
        registry,
        KafkaClientMetric.THROTTLE,
        read(beans, "produce-throttle-time-max", KafkaClientMeters::longestSeconds),
        PRODUCER);
    counter(
        registry, KafkaClientMetric.PRODUCER_ERRORS, read(beans, "record-error-total", new Sum()));
    counter(
        registry, KafkaClientMetric.PRODUCER_RETRIES, read(beans, "record-retry-total", new Sum()));
  }

  private void addConsumers(MeterRegistry registry, String beans) {
    gauge(
        registry,
        KafkaClientMetric.THROTTLE,
        read(beans, "fetch-throttle-time-max", KafkaClientMeters::longestSeconds),
        CONSUMER);
    gauge(
        registry,
        KafkaClientMetric.CONSUMER_LAG,
        read(beans, "records-lag-max", KafkaClientMeters::highest));
  }

  private void addMembers(MeterRegistry registry, String beans) {
    counter(registry, KafkaClientMetric.REBALANCES, read(beans, "rebalance-total", new Sum()));
    counter(
        registry,
        KafkaClientMetric.FAILED_REBALANCES,
        read(beans, "failed-rebalance-total", new Sum()));
  }

  private Reading read(String pattern, String attribute, Summary summary) {
    try {
      var reading = new Reading(new ObjectName(pattern), attribute, summary);
      readings.add(reading);
      return reading;
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("not the name of a bean: " + pattern, e);
    }
  }

  private static final ToDoubleFunction<Reading> VALUE = reading -> reading.value;

  private static void gauge(
      MeterRegistry registry, KafkaClientMetric metric, Reading reading, String... labels) {
    metric.declaration().gauge(registry, reading, VALUE, labels);
  }

  private static void counter(
      MeterRegistry registry, KafkaClientMetric metric, Reading reading, String... labels) {
    metric.declaration().counter(registry, reading, VALUE, labels);
  }

  /** Reads the metrics of all open clients. Waits for no other process. */
  public synchronized void update() {
    var found = new HashMap<ObjectName, List<ObjectName>>();
    for (var reading : readings) {
      var its =
          found.computeIfAbsent(
              reading.pattern, pattern -> List.copyOf(beans.queryNames(pattern, null)));
      reading.value = reading.summary.of(values(its, reading.attribute));
    }
  }

  private Map<ObjectName, Double> values(List<ObjectName> names, String attribute) {
    var values = new HashMap<ObjectName, Double>();
    for (var name : names) {
      try {
        if (beans.getAttribute(name, attribute) instanceof Number value
            && Double.isFinite(value.doubleValue())) {
          values.put(name, value.doubleValue());
        }
      } catch (JMException e) {
        // The client is being opened or closed, or is of a kind that lacks the attribute.
        continue;
      }
    }
    return values;
  }

  private static double sum(Map<ObjectName, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Returns NaN, which Prometheus shows as no value, if no client has measured anything. */
  private static double highest(Map<ObjectName, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  private static double longestSeconds(Map<ObjectName, Double> millis) {
    return highest(millis) / 1e3;
  }
}

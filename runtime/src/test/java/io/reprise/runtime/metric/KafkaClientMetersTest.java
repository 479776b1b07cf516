package io.reprise.runtime.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Beans as Kafka's clients register them; a worker's own are read in its tests. */
class KafkaClientMetersTest {
  private static final String PRODUCER = "kafka.producer:type=producer-metrics,client-id=";
  private static final String NODE = "kafka.producer:type=producer-node-metrics,client-id=";

  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final KafkaClientMeters meters = new KafkaClientMeters(registry, beans);

  @Test
  void sumsUpTheClientsOfAKindAndAddsNoSeriesForAClient() throws Exception {
    long before = scrape().lines().count();

    open(PRODUCER + "a", Map.of("connection-count", 2.0, "record-error-total", 5.0));
    open(PRODUCER + "b", Map.of("connection-count", 3.0, "record-error-total", 1.0));
    open(NODE + "a,node-id=node-1", Map.of("request-latency-max", 20.0));
    open(NODE + "b,node-id=node-2", Map.of("request-latency-max", 40.0));
    open(NODE + "b,node-id=node-3", Map.of("request-latency-max", Double.NaN));

    assertThat(scrape())
        .contains(
            "reprise_kafka_clients{client=\"producer\"} 2.0",
            "reprise_kafka_clients{client=\"admin\"} 0.0",
            "reprise_kafka_connections{client=\"producer\"} 5.0",
            "reprise_kafka_request_latency_seconds{client=\"producer\"} 0.04",
            "reprise_kafka_request_latency_seconds{client=\"consumer\"} NaN",
            "reprise_kafka_producer_errors_total 6.0");
    assertThat(scrape().lines()).hasSize((int) before);
  }

  @Test
  void aCounterNeverFallsWhenClientsAreClosed() throws Exception {
    open(PRODUCER + "a", Map.of("connection-count", 1.0, "record-error-total", 5.0));
    scrape();
    beans.unregisterMBean(new ObjectName(PRODUCER + "a"));

    assertThat(scrape())
        .contains(
            "reprise_kafka_clients{client=\"producer\"} 0.0",
            "reprise_kafka_producer_errors_total 5.0");

    open(PRODUCER + "a", Map.of("connection-count", 1.0, "record-error-total", 2.0));
    assertThat(scrape()).contains("reprise_kafka_producer_errors_total 7.0");
    assertThat(scrape()).contains("reprise_kafka_producer_errors_total 7.0");
  }

  @Test
  void leavesOutTheBeansOfSingleTopics() throws Exception {
    var fetches = "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=a";
    open(fetches, Map.of("records-lag-max", 7.0));
    open(fetches + ",topic=orders,partition=0", Map.of("records-lag-max", 900.0));

    assertThat(scrape()).contains("reprise_kafka_consumer_lag 7.0");
  }

  @Test
  void readsTheBeansOfThisProcess() throws Exception {
    var platform = ManagementFactory.getPlatformMBeanServer();
    var name = new ObjectName(PRODUCER + "of-a-test");
    platform.registerMBean(new Bean(Map.of("connection-count", 4.0)), name);
    try {
      var own = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      var reader = new KafkaClientMeters(own);
      reader.update();
      assertThat(own.scrape()).contains("reprise_kafka_connections{client=\"producer\"} 4.0");
    } finally {
      platform.unregisterMBean(name);
    }
  }

  private String scrape() {
    meters.update();
    return registry.scrape();
  }

  private void open(String name, Map<String, Double> attributes) throws Exception {
    beans.registerMBean(new Bean(attributes), new ObjectName(name));
  }

  /** A bean with attributes that do not change. */
  private record Bean(Map<String, Double> attributes) implements DynamicMBean {
    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
      var value = attributes.get(name);
      if (value == null) {
        throw new AttributeNotFoundException(name);
      }
      return value;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
      return new AttributeList();
    }

    @Override
    public void setAttribute(Attribute attribute) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList setAttributes(AttributeList all) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String action, Object[] values, String[] types) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      return new MBeanInfo(Bean.class.getName(), "a test", null, null, null, null);
    }
  }
}

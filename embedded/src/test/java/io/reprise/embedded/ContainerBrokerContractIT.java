package io.reprise.embedded;

import io.reprise.embedded.contract.BrokerContract;
import io.reprise.embedded.contract.Clients;
import io.reprise.embedded.contract.StockSessionContract;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Tests the broker contract on Kafka in a container, if a container engine answers. {@code
 * REPRISE_KAFKA_IMAGE} names the image to use in place of {@code apache/kafka}.
 */
class ContainerBrokerContractIT implements BrokerContract, StockSessionContract {
  private static KafkaContainer kafka;

  @BeforeAll
  static void start() {
    requireEngine();
    var image = DockerImageName.parse(image()).asCompatibleSubstituteFor("apache/kafka");
    kafka = new KafkaContainer(image);
    kafka.start();
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.stop();
    }
  }

  private static String image() {
    var named = System.getenv("REPRISE_KAFKA_IMAGE");
    return named == null || named.isBlank() ? "apache/kafka:" + AppInfoParser.getVersion() : named;
  }

  private static void requireEngine() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      skip("no container engine answers here");
    }
    if (System.getenv("REPRISE_KAFKA_IMAGE") == null && !canPull()) {
      skip(
          "a container engine answers, but %s cannot be pulled: build an image with deploy/images/stand-in-kafka and name it in REPRISE_KAFKA_IMAGE"
              .formatted(image()));
    }
  }

  private static boolean canPull() {
    try {
      new org.testcontainers.images.RemoteDockerImage(DockerImageName.parse(image())).get();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Prints why the contract is skipped, so that the build's output shows it. */
  private static void skip(String reason) {
    System.out.printf("Broker contract in a container: SKIPPED, %s%n", reason);
    Assumptions.abort(reason);
  }

  @Override
  public Clients clients() {
    return new Clients(kafka.getBootstrapServers());
  }
}

package io.reprise.embedded;

import io.reprise.embedded.contract.BrokerContract;
import io.reprise.embedded.contract.Clients;
import io.reprise.embedded.contract.LoweredSessionContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests the broker contract on the embedded broker, as {@code dev} and the other tests start it.
 */
class EmbeddedBrokerContractIT implements BrokerContract, LoweredSessionContract {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  public Clients clients() {
    return new Clients(broker.bootstrapServers());
  }
}

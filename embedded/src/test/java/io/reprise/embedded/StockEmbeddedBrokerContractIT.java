package io.reprise.embedded;

import io.reprise.embedded.contract.Clients;
import io.reprise.embedded.contract.StockSessionContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests Kafka's default session limits on the embedded broker. */
class StockEmbeddedBrokerContractIT implements StockSessionContract {
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.startTemporary(EmbeddedBroker.STOCK);
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

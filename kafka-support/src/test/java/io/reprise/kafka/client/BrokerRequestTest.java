package io.reprise.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

class BrokerRequestTest {
  /** The versions of kafka-clients on which the checks named below were made. */
  private static final Set<String> TRIED = Set.of("4.3.1");

  @Test
  void wasTriedWithThisVersionOfKafkasInternals() {
    assertThat(TRIED)
        .withFailMessage(
            """
            BrokerRequest uses internal classes of kafka-clients and was not tried with version %s.
            1. Compare ClientUtils.createNetworkClient, NetworkClientUtils, ManualMetadataUpdater,
               WriteTxnMarkersRequest, FetchRequest and RecordBatch with the versions that were
               tried: %s.
            2. Run BrokerRequestIT and NonTransactionalReaderIT (kafka-support) and TransactionEndsIT
               (replay-worker) on it.
            3. Read the release notes for changes of WriteTxnMarkers, and of the rule that a broker
               which is killed amid a commit may never write a transaction marker.
            4. Then add the version to BrokerRequestTest.TRIED.\
            """
                .formatted(AppInfoParser.getVersion(), TRIED))
        .contains(AppInfoParser.getVersion());
  }
}

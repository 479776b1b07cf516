package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.OverwritingStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreProbeIT {
  private final ObjectStore store = S3ObjectStore.open(SharedS3Bucket.freshPrefix());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void findsThatAnS3ServerKeepsEveryPromiseAndRemovesItsObjects() {
    var result = StoreProbe.run(store, "a");

    assertThat(result.findings()).hasSize(7).allMatch(StoreProbe.Finding::holds);
    assertThat(result.createOnly()).isTrue();
    assertThat(store.list("", null)).isEmpty();
  }

  @Test
  void detectsAStoreThatOverwrites() {
    var result = StoreProbe.run(new OverwritingStore(store), "b");

    assertThat(result.createOnly()).isFalse();
    assertThat(result.findings())
        .filteredOn(finding -> !finding.holds())
        .extracting(StoreProbe.Finding::promise)
        .containsExactly(
            "exactly one of several concurrent creations succeeds",
            "an existing object is never overwritten");
  }
}

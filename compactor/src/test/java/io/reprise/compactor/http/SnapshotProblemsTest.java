package io.reprise.compactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import org.junit.jupiter.api.Test;

class SnapshotProblemsTest {
  @Test
  void aMissingObjectIsDamageOfTheArchive() {
    var problem = SnapshotProblems.of(new ObjectMissingException("topics/orders/0.avro", null));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.type()).isEqualTo("urn:reprise:problem:corrupt-archive");
    assertThat(problem.detail())
        .isEqualTo(
            "object 'topics/orders/0.avro' does not exist in the store: restore it from a copy,"
                + " then retry");
  }

  @Test
  void aSilentStoreIsUnreachable() {
    var problem = SnapshotProblems.of(ObjectStoreException.retriable("no answer", null));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.type()).isEqualTo("urn:reprise:problem:unreachable");
  }
}

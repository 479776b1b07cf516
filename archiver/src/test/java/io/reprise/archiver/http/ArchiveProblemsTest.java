package io.reprise.archiver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import org.junit.jupiter.api.Test;

class ArchiveProblemsTest {
  @Test
  void aMissingObjectIsDamageOfTheArchive() {
    var problem = ArchiveProblems.of(new ObjectMissingException("topics/orders/0.avro", null));

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.type()).isEqualTo("urn:reprise:problem:corrupt-archive");
    assertThat(problem.detail())
        .isEqualTo(
            "object 'topics/orders/0.avro' does not exist in the store: restore it from a copy,"
                + " then retry");
  }

  @Test
  void aSilentStoreIsUnreachable() {
    var problem = ArchiveProblems.of(ObjectStoreException.retriable("no answer", null));

    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.type()).isEqualTo("urn:reprise:problem:unreachable");
  }
}

package io.reprise.store.archive.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.store.archive.ArchiveLayout;
import io.reprise.store.archive.PartitionId;
import io.reprise.store.object.store.MemoryObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredArchivesTest {
  private static final PartitionId OLD = new PartitionId("orders", "AAAA", 0);
  private static final PartitionId NEW = new PartitionId("orders", "BBBB", 0);

  private final MemoryObjectStore store = new MemoryObjectStore();

  @Test
  void findsEveryPartitionOnceInTheOrderOfObjectNames() {
    // Given
    var ids =
        List.of(
            new PartitionId("orders.returns", "CCCC", 3),
            OLD,
            new PartitionId("orders", "AAAA", 1),
            new PartitionId("orders", "AAAA", 99_999),
            NEW);
    ids.forEach(id -> archive(id, 5));
    store.createIfAbsent("probe/x", new byte[1]);
    store.createIfAbsent("snapshots/v1/orders~AAAA/x", new byte[1]);
    store.createIfAbsent("v1/notes.txt", new byte[1]);

    // When
    var found = new ArrayList<PartitionId>();
    StoredArchives.forEach(store, found::add);

    // Then
    assertThat(found).containsExactlyElementsOf(ids);
  }

  @Test
  void findsAllTopicsOfANameAndNoOtherName() {
    // Given
    archive(OLD, 1);
    archive(NEW, 1);
    archive(new PartitionId("orders.returns", "CCCC", 0), 1);
    archive(new PartitionId("orders2", "DDDD", 0), 1);

    // When
    var found = new ArrayList<PartitionId>();
    StoredArchives.forEach(store, "orders", found::add);

    // Then
    assertThat(found).containsExactly(OLD, NEW);
  }

  @Test
  void findsOneTopicByItsId() {
    // Given
    archive(OLD, 1);
    archive(NEW, 1);
    archive(new PartitionId("orders", "BBBB2", 0), 1);

    // When
    var found = new ArrayList<PartitionId>();
    StoredArchives.forEach(store, "orders", "BBBB", found::add);

    // Then
    assertThat(found).containsExactly(NEW);
  }

  /** A caller's permission is checked on the name, so the name must not find another topic. */
  @Test
  void aNameThatHoldsAPathFindsNoOtherTopic() {
    // Given
    archive(OLD, 1);
    archive(new PartitionId("clicks", "CCCC", 0), 1);

    // When
    var found = new ArrayList<PartitionId>();
    for (var topic :
        List.of("../clicks", "orders/../clicks", "clicks~CCCC/p00000/log/", "", "%2e%2e/clicks")) {
      for (var id : List.of("CCCC", "../clicks~CCCC", "", "AAAA/../../clicks~CCCC", "*")) {
        StoredArchives.forEach(store, topic, id, found::add);
      }
      StoredArchives.forEach(store, topic, found::add);
    }
    StoredArchives.forEach(store, "orders", "../clicks~CCCC", found::add);
    StoredArchives.forEach(store, "orders", "AAAA/../../clicks~CCCC", found::add);

    // Then
    assertThat(found).isEmpty();
  }

  @Test
  void passesOverTheObjectsOfALargePartition() {
    // Given: more objects than a page has
    archive(OLD, 2_500);
    archive(new PartitionId("orders", "AAAA", 1), 2_500);

    // When
    var found = new ArrayList<PartitionId>();
    StoredArchives.forEach(store, found::add);

    // Then
    assertThat(found).containsExactly(OLD, new PartitionId("orders", "AAAA", 1));
  }

  private void archive(PartitionId id, int entries) {
    for (int seq = 0; seq < entries; seq++) {
      store.createIfAbsent(ArchiveLayout.entry(id, seq), new byte[1]);
    }
  }
}

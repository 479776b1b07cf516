package io.reprise.store.object.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.object.s3.ConcurrentCreations;
import io.reprise.store.object.store.ObjectCreator.Created;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the contract of an object store. The test class of each store extends it. */
public abstract class ObjectStoreContract {
  private static final int LARGE_BYTES = (17 << 20) + 3;

  protected ObjectStore store;

  /** A store without objects. */
  protected abstract ObjectStore emptyStore();

  @BeforeEach
  void open() {
    store = emptyStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readsWhatWasCreated() {
    assertThat(store.createIfAbsent("log/0", bytes("zero"))).isEqualTo(Created.NOW);

    assertThat(store.find("log/0")).hasValue(bytes("zero"));
    assertThat(store.facts("log/0"))
        .hasValueSatisfying(
            facts -> {
              assertThat(facts.name()).isEqualTo("log/0");
              assertThat(facts.bytes()).isEqualTo(4);
            });
  }

  @Test
  void findsNoMissingObject() throws IOException {
    assertThat(store.find("nothing")).isEmpty();
    assertThat(store.facts("nothing")).isEmpty();
    assertThat(store.list("nothing", null)).isEmpty();
    assertThatThrownBy(() -> store.range("nothing", 0, 1))
        .isInstanceOfSatisfying(
            ObjectMissingException.class, e -> assertThat(e.name()).isEqualTo("nothing"));
    assertThatThrownBy(() -> store.open("nothing").close())
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining("nothing");
  }

  @Test
  void neverOverwrites() {
    store.createIfAbsent("log/0", bytes("first"));

    assertThat(store.createIfAbsent("log/0", bytes("second"))).isEqualTo(Created.BEFORE);
    assertThat(store.find("log/0")).hasValue(bytes("first"));
  }

  @Test
  void oneOfManyRacingCreationsWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      var name = "race/" + round;
      var outcomes =
          ConcurrentCreations.of(
              8, contender -> store.createIfAbsent(name, bytes("by " + contender)));

      assertThat(outcomes).containsOnlyOnce(Created.NOW);
      var winner = "by " + outcomes.indexOf(Created.NOW);
      assertThat(store.find(name)).hasValue(bytes(winner));
    }
  }

  @Test
  void createsALargeObjectOfHeadAndFileWhole(@TempDir Path directory) throws Exception {
    var head = random(1_000, 1);
    var body = random(LARGE_BYTES, 2);
    var file = Files.write(directory.resolve("spool"), body);

    assertThat(store.createIfAbsent("data/large", head, file)).isEqualTo(Created.NOW);

    assertThat(store.facts("data/large").orElseThrow().bytes()).isEqualTo(1_000 + LARGE_BYTES);
    try (var in = store.open("data/large")) {
      assertThat(in.readNBytes(1_000)).isEqualTo(head);
      assertThat(Arrays.equals(in.readAllBytes(), body)).isTrue();
    }
    assertThat(store.createIfAbsent("data/large", new byte[0], file)).isEqualTo(Created.BEFORE);
    assertThat(store.range("data/large", 0, 1_000)).isEqualTo(head);
  }

  @Test
  void createsASmallObjectOfHeadAndFile(@TempDir Path directory) throws Exception {
    var file = Files.write(directory.resolve("spool"), bytes(" and body"));

    assertThat(store.createIfAbsent("data/small", bytes("head"), file)).isEqualTo(Created.NOW);

    assertThat(store.find("data/small")).hasValue(bytes("head and body"));
    assertThat(store.createIfAbsent("data/small", bytes("other"), file)).isEqualTo(Created.BEFORE);
  }

  @Test
  void oneOfTwoRacingLargeCreationsWins(@TempDir Path directory) throws Exception {
    var file = Files.write(directory.resolve("spool"), random(LARGE_BYTES, 3));

    var outcomes =
        ConcurrentCreations.of(
            2, contender -> store.createIfAbsent("data/raced", bytes("by " + contender), file));

    assertThat(outcomes).containsOnlyOnce(Created.NOW);
    assertThat(store.range("data/raced", 0, 4))
        .isEqualTo(bytes("by " + outcomes.indexOf(Created.NOW)));
  }

  @Test
  void readsExactRangesAndRefusesOnesBeyondTheEnd() {
    store.createIfAbsent("data/a", bytes("0123456789"));

    assertThat(store.range("data/a", 0, 4)).isEqualTo(bytes("0123"));
    assertThat(store.range("data/a", 6, 4)).isEqualTo(bytes("6789"));
    assertThat(store.range("data/a", 3, 0)).isEmpty();
    assertThatThrownBy(() -> store.range("data/a", 7, 4)).satisfies(this::isFatalAndNamesTheObject);
    assertThatThrownBy(() -> store.range("data/a", 10, 1))
        .satisfies(this::isFatalAndNamesTheObject);
  }

  private void isFatalAndNamesTheObject(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isFalse())
        .hasMessageContaining("'data/a' ends before byte 11");
  }

  @Test
  void holdsEmptyObjects() throws IOException {
    store.createIfAbsent("empty", new byte[0]);

    assertThat(store.find("empty")).hasValue(new byte[0]);
    try (var in = store.open("empty")) {
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void closesAStreamBeforeItsEndAndGoesOnReading() throws IOException {
    store.createIfAbsent("data/a", random(1 << 20, 4));

    for (int i = 0; i < 70; i++) {
      try (var in = store.open("data/a")) {
        assertThat(in.read()).isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(store.range("data/a", 5, 5)).hasSize(5);
  }

  @Test
  void listsInNameOrderAfterAName() {
    for (int i : new int[] {2, 0, 10, 1}) {
      store.createIfAbsent("log/%020d.json".formatted(i), bytes("entry"));
    }
    store.createIfAbsent("log/ckpt-%020d.json".formatted(1), bytes("checkpoint"));
    store.createIfAbsent("logs", bytes("a neighbour"));

    assertThat(names(store.list("log/", null)))
        .containsExactly(
            "log/00000000000000000000.json",
            "log/00000000000000000001.json",
            "log/00000000000000000002.json",
            "log/00000000000000000010.json",
            "log/ckpt-00000000000000000001.json");
    assertThat(names(store.list("log/", "log/00000000000000000001.json")))
        .startsWith("log/00000000000000000002.json");
    assertThat(names(store.list("log/ckpt-", null))).hasSize(1);
    assertThat(names(store.list("log/", "log/ckpt-00000000000000000001.json"))).isEmpty();
  }

  @Test
  void listsManyInPages() {
    int many = 1_003;
    IntStream.range(0, many)
        .parallel()
        .forEach(i -> store.createIfAbsent("many/%04d".formatted(i), new byte[0]));

    var first = names(store.list("many/", null));
    var second = names(store.list("many/", first.get(first.size() - 1)));

    assertThat(first).hasSize(1_000);
    assertThat(second).containsExactly("many/1000", "many/1001", "many/1002");
    assertThat(store.list("many/", "many/1002")).isEmpty();
  }

  @Test
  void removesAnObjectAndCreatesItAgain() {
    store.createIfAbsent("probe/a", bytes("a"));

    store.remove("probe/a");
    store.remove("probe/never-was");

    assertThat(store.find("probe/a")).isEmpty();
    assertThat(store.list("probe/", null)).isEmpty();
    assertThat(store.createIfAbsent("probe/a", bytes("b"))).isEqualTo(Created.NOW);
  }

  protected static List<String> names(List<ObjectFacts> listing) {
    return listing.stream().map(ObjectFacts::name).toList();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random(int length, long seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}

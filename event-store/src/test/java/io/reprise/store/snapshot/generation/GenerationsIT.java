package io.reprise.store.snapshot.generation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.fold.ReducerId;
import io.reprise.store.object.s3.S3Config;
import io.reprise.store.object.s3.S3ObjectStore;
import io.reprise.store.object.s3.SharedS3Bucket;
import io.reprise.store.snapshot.SnapshotTopic;
import io.reprise.store.snapshot.SnapshotsInMemory;
import io.reprise.store.snapshot.UnusableSnapshotsException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsIT {
  private static final GenerationLayout LAYOUT =
      new GenerationLayout(new SnapshotTopic("orders", new ReducerId("merge", 1)), "topic-id");

  @TempDir Path spool;
  private S3Config config;
  private S3ObjectStore store;
  private Generations generations;
  private final SnapshotsInMemory snapshots = new SnapshotsInMemory(2);

  @BeforeEach
  void open() {
    config = SharedS3Bucket.freshPrefix();
    store = S3ObjectStore.open(config);
    generations = new Generations(store, LAYOUT, Clock.systemUTC());
    for (int i = 0; i < 3_000; i++) {
      snapshots.put(0, "user-" + i, "state-" + i, i);
    }
    snapshots.put(1, "ada", "x", 7);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private GenerationManifest export() {
    return generations.export(snapshots, spool, keys -> {});
  }

  private String onlyObject(GenerationManifest manifest, int partition) {
    var objects = manifest.partitions().get(partition).objects();
    assertThat(objects).hasSize(1);
    return LAYOUT.object(partition, objects.get(0).segment());
  }

  @Test
  void exportsSnapshotsAndReadsThemBack() {
    var manifest = export();

    try (var loaded = generations.open(null)) {
      assertThat(loaded.name()).isEqualTo("orders.snapshots.merge.v1 generation 1");
      assertThat(loaded.partitions()).isEqualTo(2);
      for (int p = 0; p < 2; p++) {
        assertThat(loaded.watermark(p)).isEqualTo(snapshots.watermark(p));
        assertThat(SnapshotsInMemory.read(loaded, p))
            .isEqualTo(SnapshotsInMemory.read(snapshots, p));
      }
    }
    assertThat(manifest.keys()).isEqualTo(3_001);
    assertThat(generations.list()).containsExactly(manifest);
  }

  @Test
  void avroToolsReadAnObjectInKeyOrder() throws Exception {
    var name = onlyObject(export(), 1);

    try (var in = new DataFileStream<GenericRecord>(store.open(name), new GenericDatumReader<>())) {
      var first = in.next();
      assertThat(first.get("key")).isEqualTo(UTF_8.encode("ada"));
      assertThat(first.get("value")).isEqualTo(UTF_8.encode("x"));
      assertThat(in.hasNext()).isFalse();
    }
  }

  @Test
  void anOldGenerationIsUnchangedAndSharesUnchangedObjects() {
    var first = export();
    var before = SnapshotsInMemory.read(snapshots, 1);
    snapshots.put(1, "ada", "y", 9);

    var second = export();

    assertThat(second.generation()).isEqualTo(2);
    assertThat(onlyObject(second, 0)).isEqualTo(onlyObject(first, 0));
    assertThat(onlyObject(second, 1)).isNotEqualTo(onlyObject(first, 1));
    try (var loaded = generations.open(1L)) {
      assertThat(SnapshotsInMemory.read(loaded, 1)).isEqualTo(before);
    }
  }

  @Test
  void removesOldGenerationsAndTheObjectsThatOnlyTheyName() {
    var first = export();
    snapshots.put(1, "ada", "y", 9);
    var second = export();

    assertThat(generations.removeOld(1, Duration.ofHours(1))).as("too young").isEmpty();
    assertThat(generations.removeOld(1, Duration.ofSeconds(-2))).containsExactly(1L);

    assertThat(generations.list()).containsExactly(second);
    assertThat(store.find(onlyObject(first, 1))).isEmpty();
    try (var loaded = generations.open(null)) {
      assertThat(SnapshotsInMemory.read(loaded, 0)).isEqualTo(SnapshotsInMemory.read(snapshots, 0));
    }
    assertThatThrownBy(() -> generations.open(1L))
        .isInstanceOf(UnusableSnapshotsException.class)
        .hasMessage(
            "orders.snapshots.merge.v1 has no generation 1: export one, or list the existing ones");
  }

  @Test
  void namesAMissingObject() {
    var name = onlyObject(export(), 0);
    store.remove(name);

    refuses(0, "generation 1 of orders.snapshots.merge.v1 does not match its objects: ", name);
  }

  @Test
  void namesAnObjectWithAFlippedByte() {
    var manifest = export();
    var name = onlyObject(manifest, 0);
    var bytes = store.range(name, 0, (int) store.facts(name).orElseThrow().bytes());
    bytes[bytes.length / 2] ^= 1;
    store.remove(name);
    store.createIfAbsent(name, bytes);

    refuses(0, "does not match its objects: archive object '", name);
  }

  @Test
  void namesAManifestOfAnotherGeneration() {
    export();
    var name = LAYOUT.manifest(1);
    var bytes = store.find(name).orElseThrow();
    store.createIfAbsent(LAYOUT.manifest(2), bytes);

    assertThatThrownBy(() -> generations.open(2L))
        .isInstanceOf(UnusableSnapshotsException.class)
        .hasMessageContaining(LAYOUT.manifest(2))
        .hasMessageContaining("says that it is another generation");
  }

  @Test
  void refusesAManifestWithAFieldThatItDoesNotKnowAndOneOfANewerVersion() {
    export();
    var name = LAYOUT.manifest(1);
    var text = new String(store.find(name).orElseThrow(), StandardCharsets.UTF_8);

    replace(name, text.replaceFirst("\\{", "{\"more\":1,"));
    requireUnusable("manifest '" + name + "' cannot be read", "more");
    replace(name, text.replaceFirst("\"v\":1", "\"v\":2,\"more\":1"));
    requireUnusable("manifest '" + name + "' is of format version 2: upgrade this program");
    replace(name, text.replaceFirst("\"v\":1,", ""));
    requireUnusable("manifest '" + name + "'", "restore it from a copy");
  }

  private void replace(String name, String text) {
    store.remove(name);
    store.createIfAbsent(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void requireUnusable(String... parts) {
    assertThatThrownBy(() -> generations.open(1L))
        .isInstanceOf(UnusableSnapshotsException.class)
        .message()
        .contains(List.of(parts));
  }

  private void refuses(int partition, String... parts) {
    try (var loaded = generations.open(null)) {
      assertThatThrownBy(() -> loaded.read(partition, snapshot -> {}))
          .isInstanceOf(UnusableSnapshotsException.class)
          .message()
          .contains(List.of(parts));
    }
  }

  @Test
  void aCachingProxyReadsEachObjectFromTheBucketOnce() throws Exception {
    var first = export();
    snapshots.put(1, "ada", "y", 9);
    var second = export();
    var unchanged = onlyObject(second, 0);
    assertThat(unchanged).isEqualTo(onlyObject(first, 0));

    try (var proxy = new CachingProxy(SharedS3Bucket.uri(), SharedS3Bucket.NAME)) {
      var once = get(proxy, unchanged);
      var again = get(proxy, unchanged);

      assertThat(once.headers().firstValue("Cache-Control"))
          .hasValue("public, max-age=31536000, immutable");
      assertThat(again.body()).isEqualTo(once.body());
      assertThat(once.body()).hasSize((int) store.facts(unchanged).orElseThrow().bytes());
      assertThat(proxy.originReads()).isEqualTo(1);
      get(proxy, onlyObject(second, 1));
      assertThat(proxy.originReads()).isEqualTo(2);
    }
  }

  private HttpResponse<byte[]> get(CachingProxy proxy, String name) throws Exception {
    var request = HttpRequest.newBuilder(proxy.uri().resolve("/" + config.prefix() + "/" + name));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }
}

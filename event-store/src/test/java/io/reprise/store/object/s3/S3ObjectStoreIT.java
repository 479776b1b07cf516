package io.reprise.store.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.store.object.store.ObjectStore;
import io.reprise.store.object.store.ObjectStoreContract;
import io.reprise.store.object.store.ObjectStoreException;
import org.junit.jupiter.api.Test;

class S3ObjectStoreIT extends ObjectStoreContract {
  @Override
  protected ObjectStore emptyStore() {
    return S3ObjectStore.open(SharedS3Bucket.freshPrefix());
  }

  @Test
  void usesItsPrefixOrNone() {
    store.createIfAbsent("a", bytes("under a prefix"));

    try (var whole = S3ObjectStore.open(SharedS3Bucket.at(""))) {
      var names = names(whole.list("test/", null));
      assertThat(names).isNotEmpty().allMatch(name -> name.startsWith("test/"));
      assertThat(whole.find("a")).isEmpty();
      whole.createIfAbsent("a", bytes("without"));
      assertThat(store.find("a")).hasValue(bytes("under a prefix"));
      whole.remove("a");
    }
  }

  @Test
  void namesAMissingBucketAndTheRemedy() {
    try (var nowhere = S3ObjectStore.open(SharedS3Bucket.missingBucket())) {
      assertThatThrownBy(() -> nowhere.find("a")).satisfies(this::saysBucketIsMissing);
      assertThatThrownBy(() -> nowhere.facts("a")).satisfies(this::saysBucketIsMissing);
      assertThatThrownBy(() -> nowhere.list("a", null)).satisfies(this::saysBucketIsMissing);
      assertThatThrownBy(() -> nowhere.createIfAbsent("a", bytes("a")))
          .satisfies(this::saysBucketIsMissing);
    }
  }

  private void saysBucketIsMissing(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ObjectStoreException.class, e -> assertThat(e.retriable()).isFalse())
        .hasMessageContaining("bucket 'no-such-bucket' does not exist at http://")
        .hasMessageContaining("create it, or correct its name");
  }
}

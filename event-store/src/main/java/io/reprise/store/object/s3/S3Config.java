package io.reprise.store.object.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 bucket is. Credentials come from the SDK's default chain (environment, profile, web
 * identity, instance), never from here.
 *
 * @param endpoint of an S3-compatible server; AWS's own for {@code region} when left out
 * @param region {@code us-east-1} when left out
 * @param bucket must exist
 * @param prefix in front of every name, without slashes at its ends; empty when left out
 * @param pathStyle {@code http://host/bucket/name} instead of {@code http://bucket.host/name}; true
 *     when left out and an endpoint is given
 * @param encryption {@code AES256} or {@code aws:kms}; the bucket's default when left out
 * @param kmsKey with {@code aws:kms}; the account's default key when left out
 */
public record S3Config(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    Boolean pathStyle,
    @Nullable String encryption,
    @Nullable String kmsKey) {

  public S3Config(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String bucket,
      @Nullable String prefix,
      @Nullable Boolean pathStyle,
      @Nullable String encryption,
      @Nullable String kmsKey) {
    if (bucket == null || bucket.isBlank()) {
      throw new IllegalArgumentException("bucket is missing: give the name of an existing bucket");
    }
    if (encryption != null && !encryption.equals("AES256") && !encryption.equals("aws:kms")) {
      throw new IllegalArgumentException(
          "encryption is '" + encryption + "': give AES256 or aws:kms, or leave it out");
    }
    this.endpoint = endpoint;
    this.region = region == null ? "us-east-1" : region;
    this.bucket = bucket;
    this.prefix = prefix == null ? "" : prefix.replaceAll("^/+|/+$", "");
    this.pathStyle = pathStyle == null ? endpoint != null : pathStyle;
    this.encryption = encryption;
    this.kmsKey = kmsKey;
  }
}

package io.reprise.store.object.s3;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The address of an S3 bucket, and how objects are stored in it. Credentials are never part of this
 * configuration: they are read by the SDK's default chain (environment, profile, web identity,
 * instance).
 *
 * @param endpoint address of an S3-compatible server; AWS's endpoint for {@code region} when left
 *     out
 * @param region AWS region; {@code us-east-1} when left out
 * @param bucket name of an existing bucket
 * @param prefix text that begins all object names, without slashes at its ends; empty when left out
 * @param pathStyle true to use addresses of the form {@code http://host/bucket/name}, false for
 *     {@code http://bucket.host/name}; when left out, true if an endpoint is given
 * @param encryption {@code AES256} or {@code aws:kms}; the bucket's default when left out
 * @param kmsKey the KMS key for {@code aws:kms}; the account's default key when left out
 * @param ca PEM file with the certificates of the authorities that are trusted at an {@code https}
 *     endpoint; those that the JDK trusts when left out
 */
public record S3Config(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    Boolean pathStyle,
    @Nullable String encryption,
    @Nullable String kmsKey,
    @Nullable Path ca) {

  public S3Config(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String bucket,
      @Nullable String prefix,
      @Nullable Boolean pathStyle,
      @Nullable String encryption,
      @Nullable String kmsKey,
      @Nullable Path ca) {
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
    this.ca = ca;
  }

  /** Creates the address of a bucket whose server has a certificate that the JDK trusts, if any. */
  public S3Config(
      @Nullable URI endpoint,
      @Nullable String region,
      @Nullable String bucket,
      @Nullable String prefix,
      @Nullable Boolean pathStyle,
      @Nullable String encryption,
      @Nullable String kmsKey) {
    this(endpoint, region, bucket, prefix, pathStyle, encryption, kmsKey, null);
  }

  /** Returns the configuration as text. A user and password in the endpoint are left out. */
  @Override
  public String toString() {
    return "S3Config[endpoint=%s, region=%s, bucket=%s, prefix=%s, pathStyle=%s, encryption=%s, kmsKey=%s, ca=%s]"
        .formatted(
            endpoint == null ? null : place(),
            region,
            bucket,
            prefix,
            pathStyle,
            encryption,
            kmsKey,
            ca);
  }

  /** Returns the endpoint for messages. A user and password in it are left out. */
  String place() {
    return String.valueOf(endpoint).replaceFirst("^(.*?//)?.*@", "$1***@");
  }
}

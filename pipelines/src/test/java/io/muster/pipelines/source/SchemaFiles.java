package io.muster.pipelines.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** Files of profile changes as other programs write them: by the formats' own libraries. */
public final class SchemaFiles {

  private static final Schema TIME =
      LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));

  private static final Schema IDENTITY =
      SchemaBuilder.record("Identity")
          .fields()
          .requiredString("id")
          .requiredBoolean("primary")
          .endRecord();

  private static final Schema MEMBERSHIP =
      SchemaBuilder.record("Membership")
          .fields()
          .requiredString("status")
          .name("lastQualificationTime")
          .type(TIME)
          .noDefault()
          .endRecord();

  /** An account with nested records, maps and arrays. */
  public static final Schema ACCOUNT =
      SchemaBuilder.record("Account")
          .fields()
          .name("accountKey")
          .type(SchemaBuilder.record("Key").fields().requiredString("sourceKey").endRecord())
          .noDefault()
          .optionalString("accountName")
          .name("accountOrganization")
          .type(SchemaBuilder.record("Organization").fields().optionalString("domain").endRecord())
          .noDefault()
          .name("identityMap")
          .type(Schema.createMap(Schema.createArray(IDENTITY)))
          .noDefault()
          .name("segmentMembership")
          .type(Schema.createMap(Schema.createMap(MEMBERSHIP)))
          .noDefault()
          .endRecord();

  private SchemaFiles() {}

  /** A member of an audience, with a domain of its own. */
  public static GenericRecord account(String id, String audience, long millis) {
    GenericRecord key = new GenericData.Record(ACCOUNT.getField("accountKey").schema());
    key.put("sourceKey", id);
    GenericRecord organization =
        new GenericData.Record(ACCOUNT.getField("accountOrganization").schema());
    organization.put("domain", id + ".com");
    GenericRecord identity = new GenericData.Record(IDENTITY);
    identity.put("id", id);
    identity.put("primary", true);
    GenericRecord membership = new GenericData.Record(MEMBERSHIP);
    membership.put("status", "realized");
    membership.put("lastQualificationTime", millis);
    GenericRecord account = new GenericData.Record(ACCOUNT);
    account.put("accountKey", key);
    account.put("accountName", id + " Inc");
    account.put("accountOrganization", organization);
    account.put("identityMap", Map.of("b2b_account", List.of(identity)));
    account.put("segmentMembership", Map.of("ups", Map.of(audience, membership)));
    return account;
  }

  /** Writes an Avro file; blocks of about so many bytes. */
  public static Path avro(Path file, int blockBytes, List<GenericRecord> records)
      throws IOException {
    Schema schema = records.isEmpty() ? ACCOUNT : records.get(0).getSchema();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.deflateCodec(6));
      writer.setSyncInterval(blockBytes);
      writer.create(schema, file.toFile());
      for (GenericRecord each : records) {
        writer.append(each);
      }
    }
    return file;
  }

  /** Writes a Parquet file; row groups of about so many bytes. */
  public static Path parquet(
      Path file, CompressionCodecName codec, long groupBytes, List<GenericRecord> records)
      throws IOException {
    Schema schema = records.isEmpty() ? ACCOUNT : records.get(0).getSchema();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withDataModel(GenericData.get())
            .withSchema(schema)
            .withCompressionCodec(codec)
            .withRowGroupSize(groupBytes)
            .withMinRowCountForPageSizeCheck(1)
            .build()) {
      for (GenericRecord each : records) {
        writer.write(each);
      }
    }
    return file;
  }
}

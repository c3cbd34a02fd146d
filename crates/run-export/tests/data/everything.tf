# The end state of a Shardlab run. Producers, applications and records are not in it.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "region" {
  type    = string
  default = "us-east-1"
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

variable "handler_function" {
  type        = string
  default     = "handler"
  description = "Name or ARN of the function handler, which the lab only imitates."
}

resource "aws_kms_key" "key" {
  description = "telemetry's"
  policy = jsonencode({
    Id = "key-default-1"
    Statement = [{
      Action = "kms:*"
      Effect = "Allow"
      Principal = {
        AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
      }
      Resource = "*"
      Sid      = "Enable IAM User Permissions"
    }]
    Version = "2012-10-17"
  })
}

resource "aws_kinesis_stream" "telemetry" {
  name             = "telemetry"
  shard_count      = 2
  retention_period = 48
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"

  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}

resource "aws_kinesis_stream" "clicks" {
  name             = "clicks"
  retention_period = 24

  stream_mode_details {
    stream_mode = "ON_DEMAND"
  }
}

resource "aws_kinesis_stream_consumer" "alarms" {
  name       = "alarms"
  stream_arn = aws_kinesis_stream.telemetry.arn
}

resource "aws_sqs_queue" "dead_fifo" {
  name                       = "dead.fifo"
  fifo_queue                 = true
  visibility_timeout_seconds = 60
}

resource "aws_sqs_queue" "orders_fifo" {
  name                        = "orders.fifo"
  fifo_queue                  = true
  content_based_deduplication = true
  deduplication_scope         = "messageGroup"
  fifo_throughput_limit       = "perMessageGroupId"
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_fifo.arn
    maxReceiveCount     = 3
  })
}

resource "aws_lambda_event_source_mapping" "handler_mapping" {
  function_name                      = var.handler_function
  event_source_arn                   = aws_kinesis_stream.telemetry.arn
  batch_size                         = 50
  starting_position                  = "TRIM_HORIZON"
  maximum_batching_window_in_seconds = 0
  parallelization_factor             = 2
  maximum_retry_attempts             = 5
  bisect_batch_on_function_error     = true
  function_response_types            = ["ReportBatchItemFailures"]

  filter_criteria {
    filter {
      pattern = "{\"data\":{\"kind\":[\"alarm\"]}}"
    }
  }
}

resource "aws_s3_bucket" "lake" {
  bucket_prefix = "lake"
}

resource "aws_iam_role" "to_s3" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Principal = {
        Service = "firehose.amazonaws.com"
      }
      Action = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "to_s3" {
  name = "deliver"
  role = aws_iam_role.to_s3.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject"]
        Resource = [aws_s3_bucket.lake.arn, "${aws_s3_bucket.lake.arn}/*"]
      },
      {
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
        Resource = [aws_kinesis_stream.telemetry.arn]
      },
    ]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "to_s3" {
  name        = "to-s3"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.telemetry.arn
    role_arn           = aws_iam_role.to_s3.arn
  }

  extended_s3_configuration {
    role_arn           = aws_iam_role.to_s3.arn
    bucket_arn         = aws_s3_bucket.lake.arn
    prefix             = "raw/"
    buffering_size     = 5
    buffering_interval = 300
  }
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Statement = [{
      Action = "sts:AssumeRole"
      Effect = "Allow"
      Principal = {
        Service = "ec2.amazonaws.com"
      }
    }]
    Version = "2012-10-17"
  })
}

resource "aws_iam_role_policy" "reader_read" {
  name = "read"
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Statement = [{
      Action = "kinesis:GetRecords"
      Condition = {
        StringEquals = {
          "aws:ResourceTag/owner" = "$${aws:username}"
        }
      }
      Effect   = "Allow"
      Resource = "arn:aws:kinesis:${var.region}:${data.aws_caller_identity.current.account_id}:stream/telemetry"
    }]
    Version = "2012-10-17"
  })
}

<%@ page contentType="text/html; charset=UTF-8" %><%@ taglib prefix="s" uri="/struts-tags" %><!doctype html>
<title>Not a picture</title>
<p>That is not a JPEG picture but <s:property value="kind"/>.</p>
